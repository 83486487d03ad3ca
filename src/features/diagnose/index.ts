/** The checks and their report, loaded when the command is first run. */

export { diagnose } from './diagnose';
