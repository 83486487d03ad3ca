/** *Manage Cost Allocation Tags*: their status, activating and backfilling them, and a message to the payer. */

import { confirm } from '../../ui/confirm';
import { sampleNote } from '../../ui/sampleNote';
import * as vscode from 'vscode';
import { dayOf } from '../../core/billing/bill';
import { backfillChoice } from '../../core/billing/costAllocationTags';
import { isCancelled } from '../../core/problem';
import { monthStart } from '../../core/usage/ranges';
import type { CostTagsReason } from '../../store/paidRequests';
import type { Store } from '../../store/store';
import { isUnanswered } from '../../ui/quickInput/answer';
import { pick } from '../../ui/quickInput/pick';
import { pinConnection } from '../../ui/pinConnection';
import { showProblem } from '../../ui/showProblem';
import { isMemberAccount, tagKeysOf, tagStatesOf, keysToActivate, type TagStates } from './tagStates';
import { statusCheckCostText, payerMessage } from './messages';
import { askStatus } from './statusList';
import { window } from '../../ui/window';

const { l10n } = vscode;

/**
 * Shows the status of the owner's tags, and does what is chosen. Cost Explorer is called only after the user agrees to
 * its price.
 */
export async function manageCostTags(store: Store): Promise<void> {
  const aws = await pinConnection(store);
  if (!isKnown(store) && !((await agrees(store)) && (await load(store, 'user')))) return;
  for (;;) {
    const states = tagStatesOf(store.snapshot, Date.now());
    if (states === undefined) return;
    const choice = await askStatus(states, store.snapshot);
    if (isUnanswered(choice)) return;
    try {
      switch (choice) {
        case 'activate':
          await activate(states, store, aws);
          break;
        case 'backfill':
          await backfill(states, store, aws);
          break;
        case 'message':
          await copyMessage(states, store);
          return;
        case 'refresh':
          if (!(await load(store, 'again'))) return;
      }
    } catch (error) {
      if (isCancelled(error)) return;
      // Not awaited: the list is shown again beside it.
      showProblem(error);
    }
  }
}

const isKnown = ({ snapshot }: Store): boolean => snapshot.costTags.value !== undefined || isMemberAccount(snapshot);

/** The simulator charges nothing. */
async function agrees({ snapshot }: Store): Promise<boolean> {
  if (snapshot.sample) return true;
  const agreed = l10n.t('Check Tag Status');
  const keys = tagKeysOf(snapshot).join(', ');
  const question = l10n.t('Check the cost allocation tag status of {0}?', keys);
  return (
    (await window.showInformationMessage(question, { modal: true, detail: statusCheckCostText() }, agreed)) === agreed
  );
}

/** Loads the status. Answers whether there is something to show; that only the payer may read it is shown, too. */
async function load(store: Store, why: CostTagsReason): Promise<boolean> {
  await window.withProgress({ location: vscode.ProgressLocation.Window, title: l10n.t('Checking tag status…') }, () =>
    store.requestCostTags(why),
  );
  const { caller, costTags } = store.snapshot;
  const problem = caller.problem ?? costTags.problem;
  if (problem === undefined || isMemberAccount(store.snapshot)) return isKnown(store);
  showProblem(problem);
  return false;
}

type PinnedAws = Awaited<ReturnType<typeof pinConnection>>;

async function activate({ keys }: TagStates, store: Store, aws: PinnedAws): Promise<void> {
  const names = keysToActivate(keys);
  const detail = [
    ...(store.snapshot.sample ? [sampleNote()] : []),
    l10n.t('Cost allocation tags apply to the bills of all accounts that this account pays for, from activation on.'),
    l10n.t('Activation takes up to 24 hours. Earlier days require a backfill.'),
    l10n.t('Activation is free; the two requests to Cost Explorer’s API cost at most $0.01 each.'),
  ];
  const question = l10n.t('Activate cost allocation tags: {0}?', names.join(', '));
  if (!(await confirm(question, detail, l10n.t('Activate')))) return;
  const failed = await aws().billing.activateCostTags(names, new AbortController().signal);
  const done = names.filter((name) => !failed.some(({ key }) => key === name));
  // AWS may still report them as inactive right afterwards.
  await store.requestCostTags('again');
  const activated = Object.fromEntries(done.map((key) => [key, Date.now()]));
  await store.updateCostTags((state) => ({ ...state, activated: { ...state.activated, ...activated } }));
  if (done.length > 0)
    void window.showInformationMessage(
      l10n.t('{0}: activated. Cost data by this tag is available within 24 hours.', done.join(', ')),
    );
  for (const { key, message } of failed)
    void window.showWarningMessage(l10n.t('{0} wasn’t activated. AWS response: {1}', key, message));
}

/** Months that a backfill can begin with, the earliest first. */
function monthsFrom(earliest: string, now: number): readonly string[] {
  const months = Array.from({ length: 13 }, (_, index) => dayOf(monthStart(now, 12 - index)));
  return months.filter((month) => month >= earliest);
}

async function backfill({ keys }: TagStates, store: Store, aws: PinnedAws): Promise<void> {
  const { sample, costTags } = store.snapshot;
  const now = Date.now();
  const { earliest } = backfillChoice(costTags.value?.backfills ?? [], now);
  const from = await pick({
    title: l10n.t('Backfill Cost Allocation Tags'),
    sample,
    back: true,
    placeholder: l10n.t('Choose the month from which to backfill the tags that are active now'),
    items: monthsFrom(earliest, now).map((month) => ({
      label: new Date(month).toLocaleDateString(vscode.env.language, {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
      description: month,
      value: month,
    })),
  });
  if (isUnanswered(from)) return;
  const inactive = keysToActivate(keys);
  const detail = [
    ...(sample ? [sampleNote()] : []),
    l10n.t('AWS applies the current status of all cost allocation tags to all days since then.'),
    ...(inactive.length === 0 ? [] : [l10n.t('Not active, so not backfilled: {0}.', inactive.join(', '))]),
    l10n.t('A backfill takes up to 24 hours and can’t be stopped; one request per 24 hours.'),
    l10n.t('The request to Cost Explorer’s API costs at most $0.01.'),
  ];
  const question = l10n.t('Backfill tags from {0}?', from);
  if (!(await confirm(question, detail, l10n.t('Start Backfill')))) return;
  const started = await aws().billing.startBackfill(from, new AbortController().signal);
  await store.updateCostTags((state) => ({ ...state, backfills: [started, ...(state.backfills ?? [])] }));
  void window.showInformationMessage(
    l10n.t('The backfill from {0} is in progress. It completes within 24 hours.', from),
  );
}

/** Copies the message to the clipboard and shows it. */
async function copyMessage(states: TagStates, { snapshot }: Store): Promise<void> {
  const detail = payerMessage(snapshot, states, vscode.env.language);
  await vscode.env.clipboard.writeText(detail);
  const copied = l10n.t('Copied. Send it to the administrator of the payer account.');
  await window.showInformationMessage(copied, { modal: true, detail });
}
