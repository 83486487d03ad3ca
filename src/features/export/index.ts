/** What leaves the extension, tables and reports. Loaded at the first of them. */

export { exportReport } from './exportReport';
export { exportTable } from './exportTable';
