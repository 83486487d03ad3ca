/** The usage page's state as a function of a snapshot. */

import { l10n } from 'vscode';
import { COMMANDS, type CommandId } from '../contract';
import { isMine, profileModelName, profileSource, type Profile } from '../core/profile';
import type { Problem } from '../core/problem';
import type { PageFigures, PageState } from '../core/protocol';
import type { UsageReport } from '../core/usage';
import { LISTING_DENIED } from '../ledger/fetches';
import type { Snapshot, UsageScope } from '../ledger/snapshot';
import { ownerText, tierText } from './names';
import { remedyFor, sentenceFor } from './sentences';
import { ownersHidden, STALE_POLLS } from './statusModel';

export interface PageContext {
  readonly scope: UsageScope;
  readonly pollMs: number;
  readonly locale: string;
}

/** Builds the whole state that the page shows. */
export function pageStateOf(snapshot: Snapshot, { scope, pollMs, locale }: PageContext): PageState {
  const usage = snapshot.detail?.scope === scope ? snapshot.detail.usage : undefined;
  const problem =
    snapshot.caller.problem ?? snapshot.profiles.problem ?? usage?.problem ?? whyNoneIsMine(snapshot, scope);
  const figures =
    usage?.value === undefined || usage.asOf === undefined ? undefined : figuresOf(usage.value, usage.asOf, snapshot);
  return {
    sample: snapshot.sample,
    phase: phaseOf(snapshot, scope, figures, problem),
    scope,
    scopes: scopesOf(snapshot, scope),
    source: sourceOf(snapshot),
    refreshing: usage?.loading ?? false,
    staleAfterMs: pollMs * STALE_POLLS,
    locale,
    ...(figures === undefined ? {} : { figures }),
    ...problemOf(snapshot, scope, problem),
  };
}

const mineOf = (snapshot: Snapshot): readonly Profile[] => {
  const { keys, myNames } = snapshot.ownership;
  return (snapshot.profiles.value?.profiles ?? []).filter((profile) => isMine(profile, keys, myNames));
};

function whyNoneIsMine(snapshot: Snapshot, scope: UsageScope): Problem | undefined {
  const list = snapshot.profiles.value;
  return scope === 'mine' && list !== undefined && mineOf(snapshot).length === 0 ? ownersHidden(list) : undefined;
}

function phaseOf(
  snapshot: Snapshot,
  scope: UsageScope,
  figures: PageFigures | undefined,
  problem: Problem | undefined,
): PageState['phase'] {
  if (snapshot.choice === undefined) return 'no-profile';
  if (isGone(snapshot, scope)) return 'failed';
  if (scope === 'mine' && snapshot.profiles.value !== undefined && mineOf(snapshot).length === 0)
    return whyNoneIsMine(snapshot, scope) === undefined ? 'no-profile' : 'failed';
  if (figures !== undefined) return 'ready';
  return problem === undefined ? 'loading' : 'failed';
}

/** A profile that was on the page and is not in the list: deleted, or of another Region. Its figures are not zero but not to be had. */
const isGone = ({ profiles }: Snapshot, scope: UsageScope): boolean =>
  scope !== 'mine' && profiles.value !== undefined && !profiles.value.profiles.some(({ id }) => id === scope);

const told = (sentence: string, id: CommandId, label: string): Pick<PageState, 'problem'> => ({
  problem: { sentence, action: { id, label } },
});

function problemOf(snapshot: Snapshot, scope: UsageScope, problem: Problem | undefined): Pick<PageState, 'problem'> {
  if (snapshot.choice === undefined)
    return told(l10n.t('Nothing is connected.'), COMMANDS.connect, l10n.t('Connect to AWS'));
  if (problem === undefined && isGone(snapshot, scope))
    return told(
      l10n.t('This profile is not in this Region, or not any more.'),
      COMMANDS.openUsage,
      l10n.t('Show My Usage'),
    );
  if (problem !== undefined) {
    const { label, command } = remedyFor(problem);
    return { problem: { sentence: sentenceFor(problem), action: { id: command, label } } };
  }
  if (phaseOf(snapshot, scope, undefined, undefined) !== 'no-profile') return {};
  return {
    problem: {
      sentence: l10n.t(
        'There is no profile of yours in this Region yet. Create one, point your agent at it, and its tokens are shown here.',
      ),
      action: { id: COMMANDS.createProfile, label: l10n.t('Create My Profile') },
    },
  };
}

function scopesOf(snapshot: Snapshot, scope: UsageScope): PageState['scopes'] {
  const mine = mineOf(snapshot);
  const chosen = (snapshot.profiles.value?.profiles ?? []).filter(
    ({ id }) => id === scope && !mine.some((own) => own.id === id),
  );
  const label = (profile: Profile): string => `${profile.name} (${ownerText(profile, snapshot.ownership.keys)})`;
  return [
    { id: 'mine', label: mine.length === 1 ? l10n.t('Mine (1 profile)') : l10n.t('Mine ({0} profiles)', mine.length) },
    ...mine.map((profile) => ({ id: profile.id, label: profile.name })),
    ...chosen.map((profile) => ({ id: profile.id, label: label(profile) })),
  ];
}

function sourceOf({ sample, caller, choice }: Snapshot): string {
  const account = caller.value === undefined ? '' : l10n.t('account {0}', caller.value.account);
  const source = sample ? l10n.t('Simulated CloudWatch AWS/Bedrock') : l10n.t('Amazon CloudWatch AWS/Bedrock');
  return [source, account, choice?.region ?? ''].filter((part) => part !== '').join(' · ');
}

function figuresOf(report: UsageReport, asOf: number, snapshot: Snapshot): PageFigures {
  const known = snapshot.profiles.value?.profiles ?? [];
  const rows = known.flatMap((profile) => {
    const usage = report.byProfile[profile.id];
    if (usage === undefined) return [];
    const own = Object.fromEntries(Object.entries(usage).map(([measure, values]) => [measure, [...values]]));
    return [
      {
        id: profile.id,
        name: profile.name,
        model: profileModelName(profile),
        tier: tierText(profileSource(profile)),
        usage: own,
      },
    ];
  });
  return { ...report.span, asOf, profiles: rows, missing: report.partial.map(missingText) };
}

function missingText(note: string): string {
  if (note === LISTING_DENIED)
    return l10n.t('Some traffic may be missing: without cloudwatch:ListMetrics it is not known which series exist.');
  return l10n.t('CloudWatch says that figures are missing: {0}', note);
}
