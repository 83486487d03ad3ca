/** What single commands need, loaded at the first of them. */

export { chooseConnection, chooseRegion } from './chooseConnection';
export { askMfaCodes } from './mfaPrompt';
export { signIn } from './signIn';
