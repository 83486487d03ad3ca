/** Exports a table of the usage page, to a file or to the clipboard. */

import * as vscode from 'vscode';
import { toCsv } from '../../core/export/csv';
import { tableName } from '../../core/export/fileName';
import { toJson } from '../../core/export/json';
import { toMarkdown } from '../../core/export/markdown';
import type { ExportedTable } from '../../core/export/exportedTable';
import { showProblem } from '../../ui/showProblem';
import { defaultFolder, filePathText, tryWriting, writeText } from './files';
import { window } from '../../ui/window';

const { l10n } = vscode;

interface ExportFormat extends vscode.QuickPickItem {
  readonly text: (table: ExportedTable) => string;
  /** The file's extension; undefined: copies to the clipboard. */
  readonly file?: string;
}

const markdown = (table: ExportedTable): string => toMarkdown(table, vscode.env.language);

const formats = (): readonly ExportFormat[] => [
  {
    label: l10n.t('CSV File'),
    detail: l10n.t('For spreadsheets: exact numbers, formulas are escaped'),
    file: 'csv',
    text: (table) => toCsv(table, { bom: true }),
  },
  {
    label: l10n.t('JSON File'),
    detail: l10n.t('For scripts: exact numbers with units'),
    file: 'json',
    text: toJson,
  },
  {
    label: l10n.t('Markdown File'),
    detail: l10n.t('For reading: amounts rounded to cents'),
    file: 'md',
    text: markdown,
  },
  { label: l10n.t('Copy as Markdown'), detail: l10n.t('Paste into an issue or a message'), text: markdown },
  {
    label: l10n.t('Copy as CSV'),
    detail: l10n.t('Paste into a file or a spreadsheet import'),
    text: (table) => toCsv(table, { bom: false }),
  },
];

const shownText = ({ title, rows }: ExportedTable): string =>
  rows.length === 1 ? l10n.t('“{0}”, 1 row', title) : l10n.t('“{0}”, {1} rows', title, rows.length);

/** Prompts for a format and a file. Escape at any step changes nothing; errors are shown here. */
export async function exportTable(table: ExportedTable): Promise<void> {
  try {
    const format = await window.showQuickPick(formats(), {
      title: l10n.t('Export Table'),
      placeHolder: [shownText(table), ...(table.leftOut ?? [])].join('. '),
    });
    if (format === undefined) return;
    if (format.file === undefined) await copy(table, format);
    else await save(table, format, format.file);
  } catch (error) {
    showProblem(error);
  }
}

async function copy(table: ExportedTable, { text }: ExportFormat): Promise<void> {
  await vscode.env.clipboard.writeText(text(table));
  window.setStatusBarMessage(l10n.t('Table copied'), 3000);
}

async function save(table: ExportedTable, format: ExportFormat, extension: string): Promise<void> {
  const uri = await window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(defaultFolder(), `${tableName(table)}.${extension}`),
    filters: { [extension.toUpperCase()]: [extension] },
    title: l10n.t('Export Table'),
  });
  if (uri === undefined) return;
  const outcome = await tryWriting(uri, () => writeText(uri, format.text(table)));
  if (outcome === 'retry') return save(table, format, extension);
  if (outcome === 'cancelled') return;
  const open = l10n.t('Open');
  if ((await window.showInformationMessage(l10n.t('The table was saved to {0}.', filePathText(uri)), open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
