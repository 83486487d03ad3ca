/** The bundle of what single commands need, loaded at the first such command. */

export { budgetPeriods, budgetStates } from '../features/budgets/budgets';
export { chooseConnection, chooseRegion, signIn } from '../features/connection/commands';
export { askMfaCodes } from '../features/connection/mfaPrompt';
export { changeGrouping, filterByTags } from '../features/profiles/listCommands';
export { cliCommand, consoleUrl, deleteProfile, pickProfile } from '../features/profiles/actions';
export { rowTooltip } from '../features/profiles/rowTooltip';
export { statusTooltip } from '../features/statusBar/statusTooltip';
