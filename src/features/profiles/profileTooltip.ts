/** Everything known of a profile, for its tooltip. */

import * as vscode from 'vscode';
import { formatCount } from '../../core/format';
import { formatPrice } from '../../core/money';
import { profileDestinations } from '../../core/profiles/destinations';
import { profileSource, type Profile } from '../../core/profiles/profile';
import { formula } from '../../core/prices/prices';
import { totalTokens } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import {
  destinationsText,
  publishedRegionsText,
  tokenKindText,
  modelText,
  ownerText,
  sourceText,
  tierText,
} from '../../ui/labels';
import { priceText } from '../../ui/priceText';
import { agoText } from '../../ui/messages/problems';
import { Tooltip } from '../../ui/tooltip';
import { knownTokens } from './treeModel';

const { l10n } = vscode;

const dateText = (time: number | undefined): string =>
  time === undefined ? '–' : new Date(time).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';

/** Everything known of a profile. */
export function profileTooltip(profile: Profile, snapshot: Snapshot): vscode.MarkdownString {
  const text = new Tooltip().strong(profile.name).paragraph();
  text.field(l10n.t('Owner'), ownerText(profile, snapshot.ownership.keys));
  text.field(l10n.t('Model'), `${modelText(profile)} · ${tierText(profileSource(profile))}`);
  text.field(l10n.t('Source'), sourceText(profile));
  const destinations = profileDestinations(profile);
  const further = publishedRegionsText(destinations);
  text.field(l10n.t('Data processed in'), destinationsText(destinations));
  if (further !== undefined) text.text(further).line();
  text.field(l10n.t('ID'), profile.id);
  text.field(l10n.t('ARN'), profile.arn);
  text.field(l10n.t('Status'), profile.status);
  if (profile.description !== undefined) text.field(l10n.t('Description'), profile.description);
  text.field(l10n.t('Created'), dateText(profile.createdAt));
  if (profile.updatedAt !== profile.createdAt) text.field(l10n.t('Updated'), dateText(profile.updatedAt));
  text.paragraph();
  if (profile.tags === undefined) text.field(l10n.t('Tags'), l10n.t('Not readable'));
  else if (Object.keys(profile.tags).length === 0) text.field(l10n.t('Tags'), l10n.t('None'));
  else
    for (const [key, value] of Object.entries(profile.tags))
      text.text(`${key}: ${value === '' ? l10n.t('(empty)') : value}`).line();
  text.paragraph();
  tokenLines(text, profile, snapshot);
  return text.markdown;
}

function tokenLines(text: Tooltip, profile: Profile, snapshot: Snapshot): void {
  const known = knownTokens(snapshot, profile);
  if (known === undefined) {
    text.field(l10n.t('Tokens, last 24 hours'), l10n.t('Not known yet'));
    return;
  }
  text.field(l10n.t('Tokens, last 24 hours'), formatCount(totalTokens(known.tokens)));
  const { pricing } = snapshot;
  const priced = pricing?.pricedProfile(profile);
  for (const { kind, tokens, price, product } of formula(known.tokens, priced?.rates)) {
    const rest =
      pricing === undefined
        ? ''
        : price === undefined
          ? ` · ${l10n.t('Unpriced')}`
          : ` × ${formatPrice(price, vscode.env.language)} / 1M = ${pricing.text(product)}`;
    text.field(tokenKindText(kind), formatCount(tokens) + rest);
  }
  if (pricing !== undefined && totalTokens(known.tokens) > 0) {
    text.field(l10n.t('Estimate'), pricing.text(pricing.estimate(profile, known.tokens).amount));
    text.field(l10n.t('Price'), l10n.t('{0}; cache writes are priced at the 5-minute rate', priceText(priced)));
  }
  text.text(l10n.t('CloudWatch, {0}', agoText(Date.now() - known.asOf)));
}
