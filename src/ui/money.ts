/** The bundle of the commands about money, loaded at the first of them. */

export { manageAlerts } from './moneyCommands/alerts';
export { setBudget } from './moneyCommands/budget';
export { manageCostTags } from './moneyCommands/costTags';
export { refreshPrices } from './moneyCommands/prices';
export { changeStatusBar } from './moneyCommands/statusBarChoice';
