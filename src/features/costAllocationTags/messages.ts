/**
 * Sentences about cost allocation tags: each key's status, the steps with their dates, and the message to the payer.
 */

import { l10n } from 'vscode';
import { startOfDay } from '../../core/billing/bill';
import type { TagActivation, ActivationStepName, ActivationStep } from '../../core/billing/costAllocationTags';
import { formatMoney } from '../../core/money';
import { commandLine } from '../../core/shell';
import type { PageCostTags } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import { whenText } from '../../ui/dates';
import { paragraph } from '../../ui/messages/paragraph';
import type { TagKeyState, TagStates } from './tagStates';

const DAY = 86_400_000;

const dayText = (day: string, locale: string): string => whenText(startOfDay(day), locale);

/** What checking the status costs. */
export const statusCheckCostText = (): string =>
  l10n.t('Checking costs $0.01, and $0.01 more while a backfill is in progress.');

/** What checking the status costs, and how long the result is kept. */
export const statusCheckPriceText = (): string =>
  paragraph(statusCheckCostText(), l10n.t('Results are kept until there can be new data.'));

/** The status of one key, in a sentence or two. */
export function keySentence(state: TagKeyState, locale: string): string {
  return state.onBill !== undefined || state.status === 'unknown'
    ? sentenceFromBill(state, locale)
    : sentenceFromList(state, locale);
}

function sentenceFromList({ status, notListed, activatedAt, activation }: TagKeyState, locale: string): string {
  const activated = stepOf(activation, 'activated')?.at;
  const bill = stepOf(activation, 'on-the-bill');
  if (status === 'active') {
    if (activated === undefined) return l10n.t('Cost data by this tag is available.');
    const since = l10n.t('Active since {0}.', whenText(activated, locale));
    if (bill?.done === false && bill.at !== undefined)
      return paragraph(
        since,
        l10n.t('Cost data by this tag is available by {0} at the latest.', whenText(bill.at, locale)),
      );
    return paragraph(
      since,
      activation.wholeFrom === undefined
        ? undefined
        : l10n.t('Cost data by this tag is available from {0} at the latest.', dayText(activation.wholeFrom, locale)),
    );
  }
  if (activatedAt !== undefined)
    return l10n.t(
      'Activated on {0}. Activation takes up to 24 hours, until {1}.',
      whenText(activatedAt, locale),
      whenText(activatedAt + DAY, locale),
    );
  if (!notListed) return l10n.t('Cost data by this tag is not available: the payer account has to activate it.');
  const listed = stepOf(activation, 'listed')?.at;
  return listed === undefined
    ? l10n.t('Not on the bill yet: it is listed up to 24 hours after the first use of a profile with it.')
    : l10n.t('Not on the bill yet: it is listed by {0} at the latest.', whenText(listed, locale));
}

function sentenceFromBill({ status, onBill }: TagKeyState, locale: string): string {
  const since = onBill?.since;
  if (status === 'active' && since !== undefined)
    return l10n.t('Active: the bill has its values, first on {0}.', dayText(since, locale));
  const request = onBill?.request;
  if (status === 'inactive' && request !== undefined)
    return notActiveText(request.days.length, formatMoney(request.tagged, locale));
  return l10n.t(
    'Only the payer account can check this. Group the bill by it here: it is active if its values have rows of their own.',
  );
}

const notActiveText = (days: number, cost: string): string =>
  days === 1
    ? l10n.t('Inactive according to the bill: on 1 day, about {0} was used with it, all of it untagged.', cost)
    : l10n.t(
        'Inactive according to the bill: on {0} days, about {1} was used with it, all of it untagged.',
        days,
        cost,
      );

const stepOf = ({ steps }: TagActivation, step: ActivationStepName): ActivationStep | undefined =>
  steps.find((activationStep) => activationStep.step === step);

function stepText(step: ActivationStepName, keys: string): string {
  switch (step) {
    case 'first-use':
      return l10n.t('A profile with {0} is used', keys);
    case 'listed':
      return l10n.t('The payer account lists {0}', keys);
    case 'activated':
      return l10n.t('It is activated there');
    case 'on-the-bill':
      return l10n.t('Cost data by this tag is available');
    case 'backfill':
      return l10n.t('Earlier days are backfilled (optional)');
  }
}

/** The key that is furthest behind, or was activated last: its steps are shown. */
function furthestBehind(keys: readonly TagKeyState[]): TagKeyState | undefined {
  const done = ({ activation }: TagKeyState): number =>
    activation.steps.filter((activationStep) => activationStep.done).length;
  const activated = ({ activation }: TagKeyState): number => stepOf(activation, 'activated')?.at ?? 0;
  return [...keys].sort((a, b) => done(a) - done(b) || activated(b) - activated(a))[0];
}

/** The steps of the key that is furthest behind; none where its status is not known. */
export function activationSteps({ keys }: TagStates, locale: string): PageCostTags['activationSteps'] {
  const state = furthestBehind(keys);
  if (state === undefined || state.status === 'unknown') return [];
  const sameSteps = keys.filter(
    ({ activation }) => JSON.stringify(activation.steps) === JSON.stringify(state.activation.steps),
  );
  const names = sameSteps.map(({ key }) => key).join(', ');
  return state.activation.steps.map((activationStep) => ({
    step: stepText(activationStep.step, names),
    date: dateText(activationStep, state.activation, locale),
    done: activationStep.done,
  }));
}

function dateText({ step, done, at, latest }: ActivationStep, { backfill }: TagActivation, locale: string): string {
  // The time of the first use is not known, only a later one.
  if (step === 'first-use') return '';
  if (step === 'backfill' && !done) return backfillText(backfill, locale);
  if (at === undefined) return '';
  if (!latest) return whenText(at, locale);
  return done ? l10n.t('by {0}', whenText(at, locale)) : l10n.t('by {0} at the latest', whenText(at, locale));
}

function backfillText({ running, notBefore, earliest }: TagActivation['backfill'], locale: string): string {
  if (running !== undefined) return l10n.t('in progress, from {0}', dayText(running.from, locale));
  if (notBefore !== undefined) return l10n.t('next request possible from {0}', whenText(notBefore, locale));
  return l10n.t('to {0} at the earliest', dayText(earliest, locale));
}

const ACTIVATE = ['aws', 'ce', 'update-cost-allocation-tags-status', '--cost-allocation-tags-status'];

/** The message to the administrator of the payer account: what to activate, how, and why. */
export function payerMessage(snapshot: Snapshot, { keys }: TagStates, locale: string): string {
  const inactive = keys.filter(({ status }) => status !== 'active');
  const requested = inactive.length === 0 ? keys : inactive;
  const names = requested.map(({ key }) => key).join(', ');
  const [first] = requested;
  const changes = requested.map(({ key }) => `TagKey=${key},Status=Active`);
  // The reader's shell is not known; every account's console has a bash (AWS CloudShell).
  const command = commandLine([...ACTIVATE, ...changes])?.text ?? ACTIVATE.join(' ');
  const account = snapshot.caller.value?.account ?? '';
  return [
    l10n.t('Please activate cost allocation tags for Amazon Bedrock: {0}', names),
    l10n.t(
      'In account {0} we call Amazon Bedrock through application inference profiles that are tagged with {1}. To group the bill by team and member, these keys have to be active as cost allocation tags. Only the payer account can activate them.',
      account,
      names,
    ),
    ...requested.flatMap(({ key, onBill }) =>
      onBill?.request === undefined
        ? []
        : [
            l10n.t(
              '{0}: from {1} to {2} our profiles with this tag used about {3} (estimated at list prices), and the bill has {4} for Amazon Bedrock without a value of this tag.',
              key,
              onBill.request.days[0] ?? '',
              onBill.request.days.at(-1) ?? '',
              formatMoney(onBill.request.tagged, locale),
              formatMoney(onBill.request.untagged, locale),
            ),
          ],
    ),
    l10n.t(
      'In the console: Billing and Cost Management > Cost allocation tags > choose the keys > Activate. Or, in AWS CloudShell or bash:',
    ),
    command,
    l10n.t(
      'This requires the permission {0}, takes up to 24 hours, and applies from then on. Earlier days can be backfilled once a day, up to twelve months back:',
      'ce:UpdateCostAllocationTagsStatus',
    ),
    `aws ce start-cost-allocation-tag-backfill --backfill-from ${first?.activation.backfill.earliest ?? ''}T00:00:00Z`,
  ].join('\n\n');
}
