/** Lines of the bill by usage type: what they say of prices and variants, and the tokens that are left to compare. */

import type { ReasonCode } from './types';
import type { Subject } from './billedModelIds';
import { explainLine } from './explainLine';
import { asOfTheBill, nameRest } from './sameMoment';
import { NO_PRICES, RatesFor } from './estimateRates';
import { unpricedUse, type DetailLine, type World } from './context';

function countTokens({ usage, gaps, isDetailed }: World): void {
  for (const { label, day, model, region, kind, price, amount, edges } of usage.counted) {
    if (model === undefined || price === undefined || !amount.whole || !isDetailed(model)) continue;
    gaps.count(label, { model, region, kind, price }, { day, amount: amount.money, edges });
  }
}

/** Why a line without a price is on the bill and not in the estimate. */
function unpricedCode({ label, day }: DetailLine, subject: Subject | undefined, world: World): ReasonCode {
  const used = unpricedUse(world, label, day).some(({ model }) => model === undefined || model === subject?.model);
  // What went to the OpenAI-compatible endpoint is not counted; what was counted may be billed under its name.
  if (label !== undefined)
    return subject?.usage.mantle === true && !used ? 'usage-not-in-cloudwatch' : 'unpriced-model';
  return used ? 'unpriced-model' : 'untagged-or-direct';
}

/** There is nothing to hold it against where CloudWatch was not asked. */
const isElsewhere = (subject: Subject | undefined, regions: readonly string[] | undefined): boolean =>
  subject?.region !== undefined && regions !== undefined && !regions.includes(subject.region);

/** Names the reasons that lines tell by themselves, and leaves differences of tokens in the gaps. */
export function explainDetail(world: World): void {
  const { input, usage, billedAs, sheet, gaps } = world;
  const detail = asOfTheBill(world);
  const rates = new RatesFor(usage.own, input.prices);
  countTokens(world);
  for (const line of detail) {
    const { label, day, service } = line;
    const subject = billedAs.subject(line.usageType, service);
    if (isElsewhere(subject, input.regions)) {
      sheet.name(label, day, { code: 'other-region', usd: line.cost, services: [service] });
      continue;
    }
    const prices = subject === undefined ? NO_PRICES : rates.of(label, subject);
    const { reasons, tokens, unpriced } = explainLine(line, subject, prices);
    for (const reason of reasons) sheet.name(label, day, reason);
    if (tokens !== undefined) gaps.bill(label, tokens.stuff, { day, amount: tokens.amount, service });
    if (unpriced === undefined) continue;
    const models = subject?.model === undefined ? [] : [subject.model];
    sheet.name(label, day, { code: unpricedCode(line, subject, world), usd: unpriced, services: [service], models });
  }
  nameRest({ ...world, detail });
}
