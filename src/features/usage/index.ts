/** The host of the usage page, loaded when the page is first opened. */

export { UsagePage } from './usagePage';
