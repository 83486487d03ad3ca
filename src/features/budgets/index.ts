/** What the command needs, loaded when it is first run. */

export { setBudget } from './setBudget';
