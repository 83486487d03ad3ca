/** The sentences of reports in English, without VS Code. */

import type { ReportData } from '../../../../src/core/report/data';
import { buildReport, type Report } from '../../../../src/core/report/report';
import { reportMessages, type Translator } from '../../../../src/features/export/reportMessages';

/** Fills in placeholders as VS Code does, and translates nothing. */
const untranslated: Translator = {
  t: (message: string | { readonly message: string }, ...values: readonly unknown[]): string =>
    (typeof message === 'string' ? message : message.message).replace(/\{(\d+)\}/g, (_, index: string) =>
      String(values[Number(index)]),
    ),
};

export const ENGLISH = reportMessages(untranslated, 'en');

export const englishReport = (data: ReportData): Report => buildReport(data, ENGLISH);
