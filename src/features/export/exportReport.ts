/** The command that exports a month's report: a month, a folder, then Markdown with charts beside it. */

import * as vscode from 'vscode';
import { formatCount } from '../../core/format';
import { cost, formatMoney, NO_MONEY, parsePrice } from '../../core/money';
import { isCancelled } from '../../core/problem';
import { reportMonths } from '../../core/report/month';
import { buildReport, type Report } from '../../core/report/report';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { sessionName } from '../../core/connection/sessionName';
import { memberQuery } from '../../store/billQueries';
import { setting } from '../../ui/settings/settings';
import { defaultFolder, exists, filePathText, tryWriting, writeText } from './files';
import { estimatedMetrics, fetchReportData } from './reportData';
import { reportMessages } from './reportMessages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** What CloudWatch charges for GetMetricData: $0.01 for 1,000 metrics, as a price for a million. */
const METRICS_PRICE = parsePrice('10');

/** Escape at any step changes nothing. Rejects with a Problem where the usage cannot be loaded. */
export async function exportReport(store: Store): Promise<void> {
  const month = await chooseMonth(store.snapshot);
  if (month === undefined) return;
  const target = await chooseTarget(month);
  if (target === undefined) return;
  const report = await makeReport(store, month);
  if (report !== undefined) await saveReport(report, target, month);
}

const monthText = (month: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(vscode.env.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

function priceText(snapshot: Snapshot): string {
  const metrics = estimatedMetrics(snapshot);
  const usd = (METRICS_PRICE === undefined ? undefined : cost(metrics, METRICS_PRICE)) ?? NO_MONEY;
  const { language } = vscode.env;
  return snapshot.sample
    ? l10n.t(
        'Sample data: free of charge. With AWS: up to about {0} CloudWatch metrics ({1})',
        formatCount(metrics, language),
        formatMoney(usd, language),
      )
    : l10n.t(
        'Requests up to about {0} CloudWatch metrics ({1}); makes no Cost Explorer requests',
        formatCount(metrics, language),
        formatMoney(usd, language),
      );
}

async function chooseMonth(snapshot: Snapshot): Promise<string | undefined> {
  const items = reportMonths(Date.now()).map((month, index) => ({
    label: monthText(month),
    description: index === 0 ? l10n.t('Month to date') : '',
    month,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Export Monthly Report: Month (UTC)'),
    placeHolder: priceText(snapshot),
  });
  return chosen?.month;
}

/** A new folder for the report in the chosen folder. An existing one is replaced only after confirmation. */
async function chooseTarget(month: string): Promise<vscode.Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Export Monthly Report: Folder'),
    openLabel: l10n.t('Save Report Here'),
    defaultUri: defaultFolder(),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const parent = chosen?.[0];
  if (parent === undefined) return undefined;
  const target = vscode.Uri.joinPath(parent, `bedrock-usage-${month}`);
  if (!(await exists(target))) return target;
  const replace = l10n.t('Replace');
  const both = l10n.t('Keep Both');
  const answer = await window.showWarningMessage(
    l10n.t('A folder “{0}” already exists.', `bedrock-usage-${month}`),
    { modal: true, detail: l10n.t('Replacing overwrites the report and its charts, and no other files.') },
    replace,
    both,
  );
  return answer === replace ? target : answer === both ? unusedName(target) : undefined;
}

/** The first folder `<name>-2`, `<name>-3` … that does not exist yet. */
async function unusedName(target: vscode.Uri): Promise<vscode.Uri> {
  for (let count = 2; ; count += 1) {
    const other = target.with({ path: `${target.path}-${count}` });
    if (!(await exists(other))) return other;
  }
}

/** Numbers and dates are in the language of the sentences, which is English where there is no translation. */
const reportLanguage = (): string => (l10n.bundle === undefined ? 'en' : vscode.env.language);

/** Undefined when it was cancelled. */
async function makeReport(store: Store, month: string): Promise<Report | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Loading the usage of all profiles for {0}…', monthText(month)),
    cancellable: true,
  };
  return window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      // Takes over a bill that another window has loaded; makes no request.
      await store.track('bills', memberQuery(month, store.snapshot));
      const request = {
        month,
        now: Date.now(),
        overrides: setting('prices.overrides'),
        createdBy: sessionName(store.snapshot.caller.value),
      };
      const data = await fetchReportData(store, request, abort.signal);
      return token.isCancellationRequested ? undefined : buildReport(data, reportMessages(reportLanguage()));
    } catch (error) {
      if (token.isCancellationRequested || isCancelled(error)) return undefined;
      throw error;
    } finally {
      cancelling.dispose();
    }
  });
}

async function saveReport(report: Report, target: vscode.Uri, month: string): Promise<void> {
  const file = vscode.Uri.joinPath(target, 'report.md');
  const outcome = await tryWriting(target, async () => {
    await vscode.workspace.fs.createDirectory(target);
    for (const { name, svg } of report.charts) await writeText(vscode.Uri.joinPath(target, name), svg);
    await writeText(file, report.markdown);
  });
  if (outcome === 'retry') {
    const other = await chooseTarget(month);
    // The usage is not requested again.
    return other === undefined ? undefined : saveReport(report, other, month);
  }
  if (outcome === 'cancelled') return;
  const open = l10n.t('Open');
  const saved = l10n.t('The report for {0} was saved to {1}.', monthText(month), filePathText(target));
  if ((await window.showInformationMessage(saved, open)) === open) await openReport(file);
}

/** Opens VS Code's preview, which shows the charts; as text where there is no preview. */
async function openReport(file: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', file);
  } catch {
    await vscode.commands.executeCommand('vscode.open', file);
  }
}
