/** The bundle of the commands about money, loaded at the first of them. */

export { manageAlerts } from '../features/alerts/manageAlerts';
export { setBudget } from '../features/budgets/setBudget';
export { manageCostTags } from '../features/costAllocationTags/manageCostTags';
export { refreshPrices } from '../features/prices/refreshPrices';
export { changeStatusBar } from '../features/statusBar/changeStatusBar';
