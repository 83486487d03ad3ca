/** What the command needs, loaded when it is first run. */

export { ProfileVerifier } from './verify';
