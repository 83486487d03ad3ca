/** The bundle of both pages' hosts, loaded when the first page is opened. */

export { ClineGuide } from '../clineGuide/clineGuide';
export { UsagePage } from './usagePage';
