/** The bundle of what leaves the extension, tables and reports, loaded at the first of them. */

export { exportReport } from './exportReport';
export { exportTable } from './exportTable';
