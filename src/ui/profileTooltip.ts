/** Everything known of a profile, for its tooltip. */

import * as vscode from 'vscode';
import { exact } from '../core/format';
import { formatPrice } from '../core/money';
import { profileModelName, profileRegions, profileSource, type Profile } from '../core/profile';
import { formula } from '../core/prices';
import { totalTokens } from '../core/usage';
import type { Snapshot } from '../ledger/snapshot';
import { kindText, ownerText, regionsText, sourceText, tierText } from './names';
import { priceText } from './page/prices';
import { agoText } from './sentences';
import { tooltipLine as line } from './tooltipLine';
import { knownTokens } from './tree/model';

const { l10n } = vscode;

const dateText = (time: number | undefined): string =>
  time === undefined ? '–' : new Date(time).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';

/** Everything known of a profile. Values are appended as text: a tag is never markup. */
export function profileTooltip(profile: Profile, snapshot: Snapshot): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(profile.name).appendMarkdown('**\n\n');
  line(text, l10n.t('Owner'), ownerText(profile, snapshot.ownership.keys));
  line(text, l10n.t('Model'), `${profileModelName(profile)} · ${tierText(profileSource(profile))}`);
  line(text, l10n.t('Source'), sourceText(profile));
  line(text, l10n.t('Data processed in'), regionsText(profileRegions(profile)));
  line(text, l10n.t('ID'), profile.id);
  line(text, l10n.t('ARN'), profile.arn);
  line(text, l10n.t('Status'), profile.status);
  if (profile.description !== undefined) line(text, l10n.t('Description'), profile.description);
  line(text, l10n.t('Created'), dateText(profile.createdAt));
  if (profile.updatedAt !== profile.createdAt) line(text, l10n.t('Updated'), dateText(profile.updatedAt));
  text.appendMarkdown('\n');
  if (profile.tags === undefined) line(text, l10n.t('Tags'), l10n.t('not readable'));
  else if (Object.keys(profile.tags).length === 0) line(text, l10n.t('Tags'), l10n.t('none'));
  else
    for (const [key, value] of Object.entries(profile.tags))
      text.appendText(`${key}: ${value === '' ? '(empty)' : value}`).appendMarkdown('  \n');
  text.appendMarkdown('\n');
  tokenLines(text, profile, snapshot);
  return text;
}

function tokenLines(text: vscode.MarkdownString, profile: Profile, snapshot: Snapshot): void {
  const known = knownTokens(snapshot, profile);
  if (known === undefined) {
    line(text, l10n.t('Tokens, last 24 hours'), l10n.t('not known yet'));
    return;
  }
  line(text, l10n.t('Tokens, last 24 hours'), exact(totalTokens(known.tokens)));
  const { pricing } = snapshot;
  const priced = pricing?.pricedProfile(profile);
  for (const { kind, tokens, price, product } of formula(known.tokens, priced?.rates)) {
    const rest =
      pricing === undefined
        ? ''
        : price === undefined
          ? ` · ${l10n.t('unpriced')}`
          : ` × ${formatPrice(price, vscode.env.language)} / 1M = ${pricing.text(product)}`;
    line(text, kindText(kind), exact(tokens) + rest);
  }
  if (pricing !== undefined && totalTokens(known.tokens) > 0) {
    line(text, l10n.t('Estimate'), pricing.text(pricing.estimate(profile, known.tokens).amount));
    line(text, l10n.t('Price'), `${priceText(priced)}; ${l10n.t('cache writes at the 5-minute rate')}`);
  }
  text.appendText(l10n.t('CloudWatch, {0}', agoText(Date.now() - known.asOf)));
}
