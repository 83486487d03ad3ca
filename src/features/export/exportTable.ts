/** One table leaves the page: as a file or through the clipboard. */

import * as vscode from 'vscode';
import { toCsv } from '../../core/export/csv';
import { tableName } from '../../core/export/fileName';
import { toJson } from '../../core/export/json';
import { toMarkdown } from '../../core/export/markdown';
import type { ExportedTable } from '../../core/export/exportedTable';
import { showProblem } from '../../ui/showProblem';
import { defaultFolder, placeText, tryWriting, writeText } from './files';
import { window } from '../../ui/window';

const { l10n } = vscode;

interface Form extends vscode.QuickPickItem {
  readonly text: (table: ExportedTable) => string;
  /** The extension of a file; without one it goes to the clipboard. */
  readonly file?: string;
}

const markdown = (table: ExportedTable): string => toMarkdown(table, vscode.env.language);

const forms = (): readonly Form[] => [
  {
    label: l10n.t('CSV File'),
    detail: l10n.t('For spreadsheets: exact numbers, nothing in it runs as a formula'),
    file: 'csv',
    text: (table) => toCsv(table, { bom: true }),
  },
  {
    label: l10n.t('JSON File'),
    detail: l10n.t('For programs: exact numbers with their units'),
    file: 'json',
    text: toJson,
  },
  {
    label: l10n.t('Markdown File'),
    detail: l10n.t('For reading: money to the cent'),
    file: 'md',
    text: markdown,
  },
  { label: l10n.t('Copy as Markdown'), detail: l10n.t('To paste into a ticket or a message'), text: markdown },
  {
    label: l10n.t('Copy as CSV'),
    detail: l10n.t('To paste into a file or a spreadsheet’s import'),
    text: (table) => toCsv(table, { bom: false }),
  },
];

const shownText = ({ title, rows }: ExportedTable): string =>
  rows.length === 1 ? l10n.t('“{0}”, 1 row', title) : l10n.t('“{0}”, {1} rows', title, rows.length);

/** Asks for a form and a place. Escape at any step leaves everything as it is; what goes wrong is told here. */
export async function exportTable(table: ExportedTable): Promise<void> {
  try {
    const form = await window.showQuickPick(forms(), {
      title: l10n.t('Export Table'),
      placeHolder: [shownText(table), ...(table.leftOut ?? [])].join('. '),
    });
    if (form === undefined) return;
    if (form.file === undefined) await copy(table, form);
    else await save(table, form, form.file);
  } catch (error) {
    showProblem(error);
  }
}

async function copy(table: ExportedTable, { text }: Form): Promise<void> {
  await vscode.env.clipboard.writeText(text(table));
  window.setStatusBarMessage(l10n.t('Table copied'), 3000);
}

async function save(table: ExportedTable, form: Form, extension: string): Promise<void> {
  const uri = await window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(defaultFolder(), `${tableName(table)}.${extension}`),
    filters: { [extension.toUpperCase()]: [extension] },
    title: l10n.t('Export Table'),
  });
  if (uri === undefined) return;
  const outcome = await tryWriting(uri, () => writeText(uri, form.text(table)));
  if (outcome === 'again') return save(table, form, extension);
  if (outcome === 'given up') return;
  const open = l10n.t('Open');
  if ((await window.showInformationMessage(l10n.t('The table is in {0}.', placeText(uri)), open)) === open)
    await vscode.commands.executeCommand('vscode.open', uri);
}
