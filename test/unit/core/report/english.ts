/** The sentences of reports in English, without VS Code. */

import '../../../vscodeStandIn';
import type { ReportData } from '../../../../src/core/report/data';
import { buildReport, type Report } from '../../../../src/core/report/report';
import { reportMessages } from '../../../../src/features/export/reportMessages';

export const ENGLISH = reportMessages('en');

export const englishReport = (data: ReportData): Report => buildReport(data, ENGLISH);
