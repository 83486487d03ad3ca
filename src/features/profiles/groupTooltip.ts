/** How the figures of a team, a member, a model or of mine together come about, for the tooltip of their row. */

import { l10n, type MarkdownString } from 'vscode';
import type { Profile } from '../../core/profiles/profile';
import { addTokens, NO_TOKENS } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import { appendCalculation } from '../../ui/calculationTooltip';
import { agoText } from '../../ui/messages/problems';
import { Tooltip } from '../../ui/tooltip';
import { groupLabel } from './groupLabel';
import { knownTokens, type Row } from './treeModel';

type GroupRow = Extract<Row, { kind: 'group' }>;

const profilesIn = (row: Row): readonly Profile[] =>
  row.kind === 'group' ? row.children.flatMap(profilesIn) : row.kind === 'profile' ? [row.profile] : [];

/** Undefined for a group of nobody, which has no figures. */
export function groupTooltip(row: GroupRow, snapshot: Snapshot): MarkdownString | undefined {
  const profiles = profilesIn(row);
  if (profiles.length === 0) return undefined;
  const text = new Tooltip().strong(groupLabel(row)).text(' · ').text(l10n.t('Last 24 hours')).paragraph();
  const known = profiles.flatMap((profile) => {
    const figures = knownTokens(snapshot, profile);
    return figures === undefined ? [] : [{ profile, ...figures }];
  });
  const counted = known.map(({ profile, tokens }) => [profile, tokens] as const);
  const { pricing } = snapshot;
  const estimate = pricing?.sum(counted.map(([profile, tokens]) => pricing.estimate(profile, tokens).amount));
  if (known.length > 0)
    appendCalculation(
      text,
      {
        tokens: counted.map(([, tokens]) => tokens).reduce(addTokens, NO_TOKENS),
        counted,
        ...(estimate === undefined ? {} : { estimate }),
      },
      pricing,
    );
  if (known.length < profiles.length)
    text
      .icon('info')
      .text(
        known.length === 0
          ? l10n.t('Tokens aren’t known yet.')
          : l10n.t('Tokens of {0} of {1} profiles aren’t known yet.', profiles.length - known.length, profiles.length),
      )
      .paragraph();
  const oldest = Math.min(...known.map(({ asOf }) => asOf));
  if (known.length > 0) text.text(l10n.t('CloudWatch, {0}', agoText(Date.now() - oldest)));
  return text.markdown;
}
