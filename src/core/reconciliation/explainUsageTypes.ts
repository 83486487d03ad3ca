/** Lines of the bill by usage type: reasons from their prices and variants, and the tokens that are left to compare. */

import type { ReasonCode } from './reasons';
import type { UsageTypeSubject } from './billedModelIds';
import { explainLine } from './explainLine';
import { detailAsOfBill, explainRemainders } from './billMoments';
import { NO_PRICES, EstimateRates } from './estimateRates';
import { unpricedUsage, type DetailLine, type ReconcileContext } from './context';

function countTokens({ usage, tokenDifferences, isDetailed }: ReconcileContext): void {
  for (const { label, day, model, region, kind, price, amount, edges } of usage.counted) {
    if (model === undefined || price === undefined || !amount.whole || !isDetailed(model)) continue;
    tokenDifferences.addCounted(label, { model, region, kind, price }, { day, amount: amount.money, edges });
  }
}

/** Why a line without a price is on the bill and not in the estimate. */
function unpricedCode(
  { label, day }: DetailLine,
  subject: UsageTypeSubject | undefined,
  context: ReconcileContext,
): ReasonCode {
  const used = unpricedUsage(context, label, day).some(({ model }) => model === undefined || model === subject?.model);
  // What went to the OpenAI-compatible endpoint is not counted; what was counted may be billed under its name.
  if (label !== undefined)
    return subject?.usage.mantle === true && !used ? 'usage-not-in-cloudwatch' : 'unpriced-model';
  return used ? 'unpriced-model' : 'untagged-or-direct';
}

/** Without CloudWatch's usage of the Region there is nothing to compare a line with. */
const isOtherRegion = (subject: UsageTypeSubject | undefined, regions: readonly string[] | undefined): boolean =>
  subject?.region !== undefined && regions !== undefined && !regions.includes(subject.region);

/** Adds the reasons that follow from each line by itself, and collects the differences of tokens. */
export function explainUsageTypes(context: ReconcileContext): void {
  const { input, usage, modelIds, results, tokenDifferences } = context;
  const detail = detailAsOfBill(context);
  const rates = new EstimateRates(usage.profilePrices, input.prices);
  countTokens(context);
  for (const line of detail) {
    const { label, day, service } = line;
    const subject = modelIds.subject(line.usageType, service);
    if (isOtherRegion(subject, input.regions)) {
      results.addReason(label, day, { code: 'other-region', usd: line.cost, services: [service] });
      continue;
    }
    const prices = subject === undefined ? NO_PRICES : rates.pricesFor(label, subject);
    const { reasons, tokens, unpriced } = explainLine(line, subject, prices);
    for (const reason of reasons) results.addReason(label, day, reason);
    if (tokens !== undefined) tokenDifferences.addBilled(label, tokens.group, { day, amount: tokens.amount, service });
    if (unpriced === undefined) continue;
    const models = subject?.model === undefined ? [] : [subject.model];
    results.addReason(label, day, {
      code: unpricedCode(line, subject, context),
      usd: unpriced,
      services: [service],
      models,
    });
  }
  explainRemainders({ ...context, detail });
}
