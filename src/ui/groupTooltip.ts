/** How the figures of a team, a member, a model or of mine together come about, for the tooltip of their row. */

import { l10n, MarkdownString } from 'vscode';
import type { Profile } from '../core/profile';
import { addTokens, NO_TOKENS } from '../core/usage';
import type { Snapshot } from '../ledger/snapshot';
import { appendReckoning } from './reckoning';
import { agoText } from './sentences';
import { appendWords } from './tooltipLine';
import { groupLabel } from './tree/groupLabel';
import { knownTokens, type Row } from './tree/model';

type GroupRow = Extract<Row, { kind: 'group' }>;

const profilesIn = (row: Row): readonly Profile[] =>
  row.kind === 'group' ? row.children.flatMap(profilesIn) : row.kind === 'profile' ? [row.profile] : [];

/** Undefined for a group of nobody, which has no figures. Names are appended as text: a tag is never markup. */
export function groupTooltip(row: GroupRow, snapshot: Snapshot): MarkdownString | undefined {
  const profiles = profilesIn(row);
  if (profiles.length === 0) return undefined;
  const text = new MarkdownString(undefined, true);
  text
    .appendMarkdown('**')
    .appendText(groupLabel(row))
    .appendMarkdown(`** · ${l10n.t('last 24 hours')}\n\n`);
  const known = profiles.flatMap((profile) => {
    const figures = knownTokens(snapshot, profile);
    return figures === undefined ? [] : [{ profile, ...figures }];
  });
  const counted = known.map(({ profile, tokens }) => [profile, tokens] as const);
  const { pricing } = snapshot;
  const estimate = pricing?.sum(counted.map(([profile, tokens]) => pricing.estimate(profile, tokens).amount));
  if (known.length > 0)
    appendReckoning(
      text,
      {
        tokens: counted.map(([, tokens]) => tokens).reduce(addTokens, NO_TOKENS),
        counted,
        ...(estimate === undefined ? {} : { estimate }),
      },
      pricing,
    );
  if (known.length < profiles.length)
    appendWords(
      text.appendMarkdown('$(info) '),
      known.length === 0
        ? l10n.t('Tokens are not known yet.')
        : l10n.t('Tokens of {0} of {1} profiles are not known yet.', profiles.length - known.length, profiles.length),
    ).appendMarkdown('\n\n');
  const oldest = Math.min(...known.map(({ asOf }) => asOf));
  return known.length === 0 ? text : text.appendText(l10n.t('CloudWatch, {0}', agoText(Date.now() - oldest)));
}
