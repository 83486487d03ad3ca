/** The bundle of what single commands need, loaded at the first such command. */

export { budgetPeriods, budgetStates } from './budgets';
export { chooseConnection, chooseRegion, signIn } from './connectCommands';
export { askMfaCodes } from './mfaPrompt';
export { changeGrouping, filterByTags } from './listCommands';
export { cliCommand, consoleUrl, deleteProfile, pickProfile } from './profileActions';
export { rowTooltip } from './rowTooltip';
export { statusTooltip } from './statusTooltip';
