/** The account's bill, from the very invocations that the ledger holds. */

import { DAY, type Principal } from '../habits';
import type { Ledger } from '../ledger';
import type { Settings } from '../options';
import type { Scenario } from '../scenario';
import type { Store, TagState } from '../store';
import { TagActivation } from './activation';
import { AmountBook, slot, type Amounts } from './amounts';
import { divideRounded } from './decimal';
import type { BillLine } from './line';
import { linkedPayers } from './linkedAccounts';
import { otherLines } from './otherServices';
import { BATCH, payersOf, type Payer } from './payers';
import { knownPrincipals } from './principals';
import { priceLines, type PriceLine } from './rates';
import type { BillingSettings } from './settings';

/** Shares of a price are counted in hundred-thousandths. */
const WHOLE = 100_000n;
/** From femto-dollars, and those hundred-thousandths of them, to 10^-10 dollars. */
const TO_DIGITS = 100_000n * WHOLE;
/** 10^-10 of the unit, for one token. */
const PER_TOKEN: Readonly<Record<PriceLine['unit'], bigint>> = { '1M tokens': 10_000n, '1K tokens': 10_000_000n };
const NOTHING_ON: ReadonlyMap<string, string> = new Map();

/** How the bill is looked at: with what was known at `now`, and with usage that ended before `horizon`. Ms since 1970. */
export interface View {
  readonly now: number;
  readonly horizon: number;
}

interface Parts {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly scenario: Scenario;
  readonly settings: Settings;
}

/** The tags that a resource had at a time. */
const tagsAt = (history: readonly TagState[], time: number): ReadonlyMap<string, string> =>
  history.findLast(({ from }) => from <= time)?.tags ?? NOTHING_ON;

export class Bill {
  readonly settings: BillingSettings;
  readonly activation: TagActivation;
  private readonly amounts: AmountBook;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly linked: readonly Payer[];
  private readonly lists = new Map<string, readonly (PriceLine & { readonly at: number })[]>();
  /** Traffic and other costs go back to here. */
  private readonly since: number;

  /** `today` is the start of the UTC day on which the simulator starts. */
  constructor(
    private readonly parts: Parts,
    today: number,
  ) {
    const { scenario, settings, ledger } = parts;
    this.settings = settings.billing;
    this.since = today - scenario.days * DAY;
    this.activation = new TagActivation(settings.billing.activation, today, settings.billing);
    this.amounts = new AmountBook(ledger);
    this.principals = knownPrincipals(scenario);
    const { linkedAccounts, member, oneHourShare } = settings.billing;
    this.linked = member ? [] : linkedAccounts.flatMap((id) => linkedPayers(id, this.since, oneHourShare));
  }

  /** What Cost Explorer shows at a time. */
  shown(now: number): View {
    return { now, horizon: now - this.settings.billDelayMs };
  }

  /** Everybody who pays through this account. */
  payers(): readonly Payer[] {
    const { ledger, store, scenario } = this.parts;
    return [...payersOf({ ledger, store, account: scenario.account }, this.settings, this.principals), ...this.linked];
  }

  private prices({ model, region, tier }: Payer): readonly (PriceLine & { readonly at: number })[] {
    const key = `${model.id} ${region} ${tier}`;
    const known = this.lists.get(key);
    if (known) return known;
    const all = priceLines(model, region);
    // A model without a price for global inference has one for both.
    const sold = all.some((line) => line.tier === tier) ? tier : 'regional';
    const made = all
      .filter((line) => line.tier === sold)
      .map((line) => ({ ...line, at: slot(line.kind, line.variant) }));
    this.lists.set(key, made);
    return made;
  }

  /** Hundred-thousandths of the list price that a service is paid at. */
  private share(service: string): bigint {
    const { discount, discountServices } = this.settings;
    const given = discountServices === undefined || discountServices.includes(service);
    return WHOLE - (given ? BigInt(Math.round(discount * Number(WHOLE))) : 0n);
  }

  private tagsOf({ tagHistory, principal }: Payer, time: number, now: number): ReadonlyMap<string, string> {
    const all = [
      ...tagsAt(tagHistory, time),
      ...Object.entries(principal?.tags ?? {}).map(([key, value]) => [`iamPrincipal/${key}`, value] as const),
    ];
    const told = all.filter(([key]) => this.activation.tells(key, time, now));
    return told.length === 0 ? NOTHING_ON : new Map(told);
  }

  private linesOf(payer: Payer, amounts: Amounts, day: number, tags: ReadonlyMap<string, string>): BillLine[] {
    const lines: BillLine[] = [];
    for (const price of this.prices(payer)) {
      const tokens = amounts[price.at] ?? 0;
      if (tokens === 0) continue;
      const whole = BigInt(tokens) * price.femtoUsdPerToken * this.share(price.serviceName);
      lines.push({
        day,
        account: payer.account,
        region: payer.region,
        recordType: 'Usage',
        service: price.serviceName,
        usageType: price.usageType,
        operation: price.variant === 'batch' ? BATCH : payer.operation,
        unit: price.unit,
        quantity: BigInt(tokens) * PER_TOKEN[price.unit],
        cost: divideRounded(whole, TO_DIGITS),
        tags,
        source: payer.source,
        principal: payer.principal?.arn ?? '',
      });
    }
    return lines;
  }

  /** A day is cut where its tags change; each piece is a line of its own. */
  private dayOf(payer: Payer, day: number, cuts: readonly number[], { now, horizon }: View): BillLine[] {
    const start = day * DAY;
    const end = Math.min(start + DAY, horizon);
    const own = payer.tagHistory.map(({ from }) => from);
    const within = [...cuts, ...own].filter((time) => time > start && time < end);
    const bounds = [start, ...[...new Set(within)].sort((a, b) => a - b), end];
    return bounds.slice(1).flatMap((until, index) => {
      const from = bounds[index] ?? start;
      const { traffic, meter } = payer;
      const amounts =
        'rhythm' in traffic
          ? this.amounts.ofHabit(traffic, meter, from, until)
          : this.amounts.ofCalls(traffic, meter, from, until);
      return this.linesOf(payer, amounts, day, this.tagsOf(payer, from, now));
    });
  }

  private others(day: number, { now, horizon }: View): readonly BillLine[] {
    const start = day * DAY;
    if (!this.settings.otherServices || start < this.since || start + DAY > horizon) return [];
    const { account: id, region } = this.parts.scenario;
    return otherLines(day, { id, region }, (key) => this.activation.tells(key, start, now));
  }

  /** All lines of the UTC days from `first` to before `end` (whole days since 1970) that the view shows. */
  lines(first: number, end: number, view: View): readonly BillLine[] {
    const lines: BillLine[] = [];
    const cuts = this.activation.cuts(view.now);
    const payers = this.payers();
    for (let day = first; day < end && day * DAY < view.horizon; day += 1) {
      for (const payer of payers) lines.push(...this.dayOf(payer, day, cuts, view));
      lines.push(...this.others(day, view));
    }
    return lines;
  }

  /** Whether all of a day's usage is on the bill. */
  isComplete(day: number, { horizon }: View): boolean {
    return (day + 1) * DAY <= horizon;
  }
}
