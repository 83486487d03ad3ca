/** What single commands need, loaded at the first of them. */

export { chooseConnection, chooseRegion, signIn } from './commands';
export { askMfaCodes } from './mfaPrompt';
