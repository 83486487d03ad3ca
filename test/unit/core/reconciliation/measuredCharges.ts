/**
 * A small account whose every invocation is known: what CloudWatch counts of it, what AWS bills, and so what each cent
 * of difference is.
 */

import type { BillLine } from '../../../../src/core/billing/bill';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { add, fromDecimal, NO_MONEY, parsePrice, toDecimal, type Money } from '../../../../src/core/money';
import type { PriceBook, PriceTable } from '../../../../src/core/prices/prices';
import type { Tags } from '../../../../src/core/profiles/profile';
import { reconcile } from '../../../../src/core/reconciliation/reconcile';
import type {
  ComparedAmounts,
  ProfileDays,
  ReconcileInput,
  Reconciliation,
} from '../../../../src/core/reconciliation/types';
import type { ReasonCode } from '../../../../src/core/reconciliation/reasons';
import { NO_TOKENS, type TokenCounts, type TokenKind } from '../../../../src/core/usage/usage';
import { HAIKU, modelArns, profile, SONNET } from '../builders';

export const SONNET_SERVICE = 'Claude Sonnet 4.5 (Amazon Bedrock Edition)';
export const HAIKU_SERVICE = 'Claude Haiku 4.5 (Amazon Bedrock Edition)';
export const BEDROCK = 'Amazon Bedrock';
export const MONDAY = '2026-11-02';
export const TUESDAY = '2026-11-03';
export const WEDNESDAY = '2026-11-04';
export const THURSDAY = '2026-11-05';

const price = (text: string): NonNullable<ReturnType<typeof parsePrice>> => {
  const parsed = parsePrice(text);
  if (parsed === undefined) throw new Error(`${text} is no price.`);
  return parsed;
};

/** Sonnet's other prices, as AWS's Price List has them; the bundled table knows only the standard ones. */
const ireland: PriceTable = {
  origin: 'price-list',
  date: '2026-11-01',
  entries: {
    [SONNET]: {
      regional: {
        'eu-west-1': {
          rates: { input: price('3.3'), output: price('16.5'), cacheRead: price('0.33'), cacheWrite: price('4.125') },
          variants: {
            cacheWrite1h: { cacheWrite: price('6.6') },
            batch: { input: price('1.65'), output: price('8.25') },
            longContext: { input: price('6.6'), output: price('24.75') },
          },
        },
      },
    },
  },
};
export const BUNDLED: PriceBook = { overrides: {}, priceLists: [], bundled: bundledPrices() };
export const PRICES: PriceBook = { ...BUNDLED, priceLists: [ireland] };

export const tokens = (some: Partial<TokenCounts>): TokenCounts => ({ ...NO_TOKENS, ...some });

/** A profile of a member over Sonnet in Ireland, by day. */
export const used = (
  short: string,
  tags: Tags | undefined,
  days: ProfileDays['days'],
  models = modelArns(['eu-central-1', 'eu-west-1']),
): ProfileDays => ({ profile: profile(short, {}, { models, tags }), days });

export const haikuArns = modelArns(['eu-central-1', 'eu-west-1'], HAIKU);

const WORDS: Readonly<Record<TokenKind, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite: 'CacheWriteInputTokenCount',
};
/** Such as `EU-MP:EU_InputTokenCount_Batch-Units`. */
export const usageType = (kind: TokenKind, end = ''): string => `EU-MP:EU_${WORDS[kind]}${end}-Units`;
export const ONE_HOUR = 'EU-MP:EU_CacheWrite1hInputTokenCount-Units';

interface Billed {
  readonly day: string;
  readonly tag?: string | undefined;
  readonly service?: string;
  readonly usageType: string;
  readonly quantity: string;
  readonly cost: string;
  readonly estimated?: boolean;
}

/** Lines by usage type, and the lines by tag and service that they add up to. */
export function billOf(lines: readonly Billed[]): Pick<ReconcileInput, 'bill' | 'detail'> {
  const all = lines.map((line): BillLine & { readonly service: string } => ({
    ...line,
    tag: line.tag,
    service: line.service ?? SONNET_SERVICE,
    estimated: line.estimated ?? false,
  }));
  const sums = new Map<string, { readonly line: BillLine; sum: Money }>();
  for (const { day, tag, service, cost, estimated } of all) {
    const key = JSON.stringify([day, tag ?? null, service]);
    const known = sums.get(key) ?? { line: { day, tag, service, cost: '0', estimated }, sum: NO_MONEY };
    known.sum = add(known.sum, fromDecimal(cost) ?? NO_MONEY);
    sums.set(key, known);
  }
  const services = [...new Set(all.map(({ service }) => service))];
  return {
    bill: [...sums.values()].map(({ line, sum }) => ({ ...line, cost: toDecimal(sum) })),
    detail: services.map((service) => ({ service, lines: all.filter((line) => line.service === service) })),
  };
}

export const reconciled = (
  input: Pick<ReconcileInput, 'usage' | 'bill' | 'detail'> & Partial<ReconcileInput>,
): Reconciliation =>
  reconcile({
    span: { from: MONDAY, to: THURSDAY },
    tagKey: 'MemberName',
    prices: PRICES,
    activeSince: '2026-06-01',
    lastCompleteDay: '2026-11-20',
    ...input,
  });

/** The reasons with their amounts, `code: usd`; the unexplained only when it is not zero. */
export const said = ({ reasons }: ComparedAmounts): Readonly<Partial<Record<ReasonCode, string>>> =>
  Object.fromEntries(
    reasons.flatMap(({ code, usd }) =>
      code === 'unexplained' && usd === 0n ? [] : [[code, usd === undefined ? 'unknown' : toDecimal(usd)]],
    ),
  );

export function rowOf(answer: Reconciliation, label: string | undefined): Reconciliation['rows'][number] {
  const row = answer.rows.find((one) => one.label === label);
  if (row === undefined) throw new Error(`No row for ${label ?? 'what is untagged'}.`);
  return row;
}
