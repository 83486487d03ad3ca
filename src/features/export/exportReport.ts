/** A month's report: asks for the month and a folder, then for the usage, and writes Markdown with pictures beside it. */

import * as vscode from 'vscode';
import { exact } from '../../core/format';
import { cost, formatMoney, NO_MONEY, parsePrice } from '../../core/money';
import { isCancelled } from '../../core/problem';
import { reportMonths } from '../../core/report/month';
import { reportOf, type Report } from '../../core/report/report';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { sessionName } from '../../core/connection/sessionName';
import { memberQuery } from '../billing/billView';
import { setting } from '../../ui/settings/settings';
import { defaultFolder, exists, placeText, tryWriting, writeText } from './files';
import { gatherReport, likelyMetrics } from './reportData';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** $0.01 for 1,000 metrics (FACTS §2), as a price of a million. */
const METRICS = parsePrice('10');

/** Escape at any step leaves everything as it is. Rejects with a Problem where the usage is not to be had. */
export async function exportReport(store: Store): Promise<void> {
  const month = await chooseMonth(store.snapshot);
  if (month === undefined) return;
  const target = await chooseTarget(month);
  if (target === undefined) return;
  const report = await makeReport(store, month);
  if (report !== undefined) await deliver(report, target, month);
}

const monthText = (month: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(vscode.env.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

function priceText(snapshot: Snapshot): string {
  const metrics = likelyMetrics(snapshot);
  const usd = (METRICS === undefined ? undefined : cost(metrics, METRICS)) ?? NO_MONEY;
  const { language } = vscode.env;
  return snapshot.sample
    ? l10n.t(
        'Sample data: costs nothing. At AWS: up to about {0} metrics ({1})',
        exact(metrics, language),
        formatMoney(usd, language),
      )
    : l10n.t(
        'Asks CloudWatch for up to about {0} metrics ({1}), and nothing of Cost Explorer',
        exact(metrics, language),
        formatMoney(usd, language),
      );
}

async function chooseMonth(snapshot: Snapshot): Promise<string | undefined> {
  const items = reportMonths(Date.now()).map((month, index) => ({
    label: monthText(month),
    description: index === 0 ? l10n.t('so far') : '',
    month,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Export Monthly Report: Month (UTC)'),
    placeHolder: priceText(snapshot),
  });
  return chosen?.month;
}

/** A folder of the report's own, within the one that is chosen. What is there already is replaced only when the user says so. */
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
    l10n.t('There is a folder “{0}” already.', `bedrock-usage-${month}`),
    { modal: true, detail: l10n.t('Replacing overwrites the report and the pictures in it, and nothing else.') },
    replace,
    both,
  );
  return answer === replace ? target : answer === both ? freeBeside(target) : undefined;
}

async function freeBeside(target: vscode.Uri): Promise<vscode.Uri> {
  for (let count = 2; ; count += 1) {
    const other = target.with({ path: `${target.path}-${count}` });
    if (!(await exists(other))) return other;
  }
}

/** Undefined when it was cancelled. */
async function makeReport(store: Store, month: string): Promise<Report | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Asking for everybody’s usage of {0}', monthText(month)),
    cancellable: true,
  };
  return window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      // What another window was told of the bill is taken over; nothing is asked.
      await store.showBill(memberQuery(month, store.snapshot));
      const wish = {
        month,
        now: Date.now(),
        overrides: setting('prices.overrides'),
        madeBy: sessionName(store.snapshot.caller.value),
      };
      const data = await gatherReport(store, wish, abort.signal);
      return token.isCancellationRequested ? undefined : reportOf(data);
    } catch (error) {
      if (token.isCancellationRequested || isCancelled(error)) return undefined;
      throw error;
    } finally {
      cancelling.dispose();
    }
  });
}

async function deliver(report: Report, target: vscode.Uri, month: string): Promise<void> {
  const file = vscode.Uri.joinPath(target, 'report.md');
  const outcome = await tryWriting(target, async () => {
    await vscode.workspace.fs.createDirectory(target);
    for (const { name, svg } of report.charts) await writeText(vscode.Uri.joinPath(target, name), svg);
    await writeText(file, report.markdown);
  });
  if (outcome === 'again') {
    const other = await chooseTarget(month);
    // The usage is not asked for again.
    return other === undefined ? undefined : deliver(report, other, month);
  }
  if (outcome === 'given up') return;
  const open = l10n.t('Open');
  const said = l10n.t('The report of {0} is in {1}.', monthText(month), placeText(target));
  if ((await window.showInformationMessage(said, open)) === open) await openReport(file);
}

/** With its pictures where VS Code's own preview is there; otherwise as text. */
async function openReport(file: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', file);
  } catch {
    await vscode.commands.executeCommand('vscode.open', file);
  }
}
