/** The wizard and what happens around it, loaded when it is first started. */

export { CreateCommand } from './createCommand';
