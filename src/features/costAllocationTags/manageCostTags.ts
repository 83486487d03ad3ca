/** Cost allocation tags: whether the bill tells who spent what, activating them, or the message to whoever can. */

import * as vscode from 'vscode';
import { dayOf } from '../../core/billing/bill';
import { backfillChoice } from '../../core/billing/costAllocationTags';
import { isCancelled } from '../../core/problem';
import { monthStart } from '../../core/usage/ranges';
import type { CostTagsReason, Store } from '../../store/store';
import { isLeft } from '../../ui/quickInput/answer';
import { pick } from '../../ui/quickInput/pick';
import { pinConnection } from '../../ui/pinConnection';
import { showProblem } from '../../ui/showProblem';
import { isMember, tagKeysOf, tagStatesOf, toActivate, type TagStates } from './tagStates';
import { askPrice, payerMessage } from './messages';
import { askStatus } from './statusList';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Shows how the owner's tags stand, and does what is chosen. Cost Explorer is asked only after its price was agreed to. */
export async function manageCostTags(store: Store): Promise<void> {
  const aws = await pinConnection(store);
  if (!isKnown(store) && !((await agrees(store)) && (await ask(store, 'user')))) return;
  for (;;) {
    const states = tagStatesOf(store.snapshot, Date.now());
    if (states === undefined) return;
    const choice = await askStatus(states, store.snapshot);
    if (isLeft(choice)) return;
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
        case 'again':
          if (!(await ask(store, 'again'))) return;
      }
    } catch (error) {
      if (isCancelled(error)) return;
      // Not awaited: the list is shown again beside it.
      showProblem(error);
    }
  }
}

const isKnown = ({ snapshot }: Store): boolean => snapshot.costTags.value !== undefined || isMember(snapshot);

/** Asking the simulator costs nothing. */
async function agrees({ snapshot }: Store): Promise<boolean> {
  if (snapshot.sample) return true;
  const yes = l10n.t('Ask AWS');
  const keys = tagKeysOf(snapshot).join(', ');
  const question = l10n.t('Ask AWS whether the bill tells {0}?', keys);
  return (await window.showInformationMessage(question, { modal: true, detail: askPrice() }, yes)) === yes;
}

/** Asks, and says whether there is something to show: that only the payer may know is something, too. */
async function ask(store: Store, why: CostTagsReason): Promise<boolean> {
  await window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Asking AWS about cost allocation tags…') },
    () => store.requestCostTags(why),
  );
  const { caller, costTags } = store.snapshot;
  const problem = caller.problem ?? costTags.problem;
  if (problem === undefined || isMember(store.snapshot)) return isKnown(store);
  showProblem(problem);
  return false;
}

type PinnedAws = Awaited<ReturnType<typeof pinConnection>>;

async function activate({ keys }: TagStates, store: Store, aws: PinnedAws): Promise<void> {
  const names = toActivate(keys);
  const yes = l10n.t('Activate');
  const detail = [
    ...(store.snapshot.sample ? [l10n.t('This is sample data: nothing is changed at AWS.')] : []),
    l10n.t('As a cost allocation tag it is on the bill of every account that is paid through this one, from then on.'),
    l10n.t('AWS takes up to 24 hours. Days before are not told, unless a backfill fills them in.'),
    l10n.t('Activating is free; the two requests to Cost Explorer’s API cost at most $0.01 each.'),
  ].join('\n\n');
  const question = l10n.t('Activate for the bill: {0}?', names.join(', '));
  if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  const failed = await aws().billing.activateCostTags(names, new AbortController().signal);
  const done = names.filter((name) => !failed.some(({ key }) => key === name));
  // What AWS says right afterwards may still be that they are not active.
  await store.requestCostTags('again');
  const activated = Object.fromEntries(done.map((key) => [key, Date.now()]));
  await store.updateCostTags((state) => ({ ...state, activated: { ...state.activated, ...activated } }));
  if (done.length > 0)
    void window.showInformationMessage(l10n.t('{0}: activated. The bill tells it within 24 hours.', done.join(', ')));
  for (const { key, message } of failed)
    void window.showWarningMessage(l10n.t('{0} was not activated. AWS says: {1}', key, message));
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
    placeholder: l10n.t('From which month on the bill is to tell the tags that are active now'),
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
  if (isLeft(from)) return;
  const yes = l10n.t('Start Backfill');
  const left = toActivate(keys);
  const detail = [
    ...(sample ? [l10n.t('This is sample data: nothing is changed at AWS.')] : []),
    l10n.t('AWS goes over all days since then and sets every cost allocation tag as it is active or inactive now.'),
    ...(left.length === 0 ? [] : [l10n.t('Not active now, and so not filled in: {0}.', left.join(', '))]),
    l10n.t('It takes up to 24 hours, and AWS takes one in 24 hours. It cannot be stopped.'),
    l10n.t('The request to Cost Explorer’s API costs at most $0.01.'),
  ].join('\n\n');
  const question = l10n.t('Fill in the bill from {0} on?', from);
  if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  const started = await aws().billing.startBackfill(from, new AbortController().signal);
  await store.updateCostTags((state) => ({ ...state, backfills: [started, ...(state.backfills ?? [])] }));
  void window.showInformationMessage(
    l10n.t('The backfill from {0} on is under way. It is done within 24 hours.', from),
  );
}

/** Puts the message on the clipboard and shows it word for word. */
async function copyMessage(states: TagStates, { snapshot }: Store): Promise<void> {
  const detail = payerMessage(snapshot, states, vscode.env.language);
  await vscode.env.clipboard.writeText(detail);
  const copied = l10n.t('Copied: send it to whoever manages the account that pays the bill.');
  await window.showInformationMessage(copied, { modal: true, detail });
}
