/** The usage page's state as a function of a snapshot. */

import { l10n } from 'vscode';
import { COMMANDS, type CommandId } from '../../manifest';
import { myTeamOf, type Profile } from '../../core/profiles/profile';
import type { Problem } from '../../core/problem';
import type { PageUsageReport, PageState } from '../../protocol/usagePage/state';
import type { ScopeAndRange, Snapshot, UsageScope } from '../../store/snapshot';
import { ownerText } from '../../ui/labels';
import { problemRemedy, problemSentence } from '../../ui/messages/problems';
import { usageReportOf } from './usageReportModel';
import { notConnectedText } from '../../ui/messages/common';
import { goneProfileText, noProfileText } from './messages';
import { attributionPageOf } from '../attribution/pageModel';
import { costStateOf, type CostContext } from './costModel';
import { STALE_POLLS } from '../../store/poller';
import { listedProfiles, myProfiles, ownersHidden } from '../../store/selectors';

export interface PageContext extends ScopeAndRange, CostContext {
  /** Whether the attribution view is shown. */
  readonly attributionShown?: boolean;
  readonly pollMs: number;
  readonly locale: string;
}

/** Builds the whole state that the page shows. */
export function pageStateOf(snapshot: Snapshot, context: PageContext): PageState {
  const { scope, range, pollMs, locale } = context;
  const shown = snapshot.pageUsage?.scope === scope && snapshot.pageUsage.range === range;
  const usage = shown ? snapshot.pageUsage.usage : undefined;
  const problem =
    snapshot.caller.problem ?? snapshot.profiles.problem ?? usage?.problem ?? whyNoneIsMine(snapshot, scope);
  const usageReport =
    usage?.value === undefined || usage.asOf === undefined
      ? undefined
      : usageReportOf(usage.value, usage.asOf, context, snapshot);
  return {
    sample: snapshot.sample,
    phase: phaseOf(snapshot, scope, usageReport, problem),
    scope,
    scopes: scopesOf(snapshot, scope),
    range,
    source: sourceOf(snapshot),
    refreshing: (context.attributionShown === true ? snapshot.attribution?.usage : usage)?.loading ?? false,
    staleAfterMs: pollMs * STALE_POLLS,
    locale,
    ...costStateOf(snapshot, context),
    ...(context.attributionShown === true ? { attribution: attributionPageOf(snapshot, range) } : {}),
    ...(usageReport === undefined ? {} : { usageReport }),
    ...problemOf(snapshot, scope, problem),
  };
}

function whyNoneIsMine(snapshot: Snapshot, scope: UsageScope): Problem | undefined {
  const list = snapshot.profiles.value;
  return scope === 'mine' && list !== undefined && myProfiles(snapshot).length === 0 ? ownersHidden(list) : undefined;
}

function phaseOf(
  snapshot: Snapshot,
  scope: UsageScope,
  usageReport: PageUsageReport | undefined,
  problem: Problem | undefined,
): PageState['phase'] {
  if (snapshot.choice === undefined) return 'no-profile';
  if (isNotListed(snapshot, scope)) return 'failed';
  if (scope === 'mine' && snapshot.profiles.value !== undefined && myProfiles(snapshot).length === 0)
    return whyNoneIsMine(snapshot, scope) === undefined ? 'no-profile' : 'failed';
  if (usageReport !== undefined) return 'ready';
  return problem === undefined ? 'loading' : 'failed';
}

/**
 * A profile that was on the page and is not in the list: deleted, or of another Region. Its figures are not zero but
 * not to be had.
 */
const isNotListed = ({ profiles }: Snapshot, scope: UsageScope): boolean =>
  !isGroup(scope) && profiles.value !== undefined && !profiles.value.profiles.some(({ id }) => id === scope);

const isGroup = (scope: UsageScope): boolean => scope === 'mine' || scope === 'team' || scope === 'all';

const problemWithAction = (sentence: string, id: CommandId, label: string): Pick<PageState, 'problem'> => ({
  problem: { sentence, action: { id, label } },
});

function problemOf(snapshot: Snapshot, scope: UsageScope, problem: Problem | undefined): Pick<PageState, 'problem'> {
  if (snapshot.choice === undefined)
    return problemWithAction(notConnectedText(), COMMANDS.connect, l10n.t('Connect to AWS'));
  if (problem === undefined && isNotListed(snapshot, scope))
    return problemWithAction(goneProfileText(), COMMANDS.openUsage, l10n.t('Show My Usage'));
  if (problem !== undefined) {
    const { label, command } = problemRemedy(problem);
    return { problem: { sentence: problemSentence(problem), action: { id: command, label } } };
  }
  if (phaseOf(snapshot, scope, undefined, undefined) !== 'no-profile') return {};
  return {
    problem: {
      sentence: noProfileText(),
      action: { id: COMMANDS.createProfile, label: l10n.t('Create My Profile') },
    },
  };
}

function scopesOf(snapshot: Snapshot, scope: UsageScope): PageState['scopes'] {
  const mine = myProfiles(snapshot);
  const chosen = listedProfiles(snapshot).filter(({ id }) => id === scope && !mine.some((own) => own.id === id));
  const known = listedProfiles(snapshot);
  const team = myTeamOf(known, snapshot.ownership);
  const label = (profile: Profile): string => `${profile.name} (${ownerText(profile, snapshot.ownership.keys)})`;
  return [
    { id: 'mine', label: mine.length === 1 ? l10n.t('Mine (1 profile)') : l10n.t('Mine ({0} profiles)', mine.length) },
    ...(team === undefined ? [] : [{ id: 'team', label: l10n.t('My team ({0})', team) }]),
    ...(known.length === 0 ? [] : [{ id: 'all', label: l10n.t('Everybody ({0} profiles)', known.length) }]),
    ...mine.map((profile) => ({ id: profile.id, label: profile.name })),
    ...chosen.map((profile) => ({ id: profile.id, label: label(profile) })),
  ];
}

function sourceOf({ sample, caller, choice }: Snapshot): string {
  const account = caller.value === undefined ? '' : l10n.t('account {0}', caller.value.account);
  const source = sample ? l10n.t('Simulated CloudWatch AWS/Bedrock') : l10n.t('Amazon CloudWatch AWS/Bedrock');
  return [source, account, choice?.region ?? ''].filter((part) => part !== '').join(' · ');
}
