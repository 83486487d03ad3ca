/** What the list of profiles and its commands need, loaded when there is something to list. */

export { changeGrouping } from './changeGrouping';
export { cliCommand } from './cliCommand';
export { consoleUrl } from './consoleUrl';
export { deleteProfile } from './deleteProfile';
export { filterByTags } from './filterByTags';
export { rowTooltip } from './rowTooltip';
export { itemOf, messageFor } from './treeItems';
export { pathTo, treeOf } from './treeModel';
