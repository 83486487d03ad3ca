/** What the command needs, loaded when it is first run. */

export { refreshPrices } from './refreshPrices';
