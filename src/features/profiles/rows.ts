/** The bundle of what the list of profiles is made with, loaded when there is something to list. */

export { itemOf, messageFor } from './treeItems';
export { pathTo, treeOf } from './treeModel';
