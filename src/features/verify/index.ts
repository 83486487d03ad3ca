/** What the command needs, loaded when it is first run. */

export { Verifying } from './verify';
