/** The guide's host, loaded when the guide is first opened. */

export { ClineGuide } from './clineGuide';
