/** What is loaded when the status bar has figures to explain, or is to be changed. */

export { changeStatusBar } from './changeStatusBar';
export { statusTooltip } from './statusTooltip';
