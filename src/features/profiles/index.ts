/** What the list of profiles and its commands need, loaded when there is something to list. */

export { cliCommand, consoleUrl, deleteProfile } from './actions';
export { changeGrouping, filterByTags } from './listCommands';
export { rowTooltip } from './rowTooltip';
export { itemOf, messageFor } from './treeItems';
export { pathTo, treeOf } from './treeModel';
