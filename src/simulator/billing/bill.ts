/** The account's bill, calculated from the invocations in the traffic log. */

import { DAY, type Principal } from '../usagePattern';
import type { TrafficLog } from '../trafficLog';
import type { Settings } from '../options';
import type { Scenario } from '../scenario';
import type { ProfileStore, TagState } from '../profileStore';
import { TagActivation } from './activation';
import { BilledAmounts, slot, type Amounts } from './amounts';
import { divideRounded } from './decimal';
import type { BillLine } from './billLine';
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
const NO_TAGS: ReadonlyMap<string, string> = new Map();

/**
 * A view of the bill: with the tags that were active at `now`, and usage that ended before `horizon`. Ms since 1970.
 */
export interface BillView {
  readonly now: number;
  readonly horizon: number;
}

interface BillSources {
  readonly trafficLog: TrafficLog;
  readonly profiles: ProfileStore;
  readonly scenario: Scenario;
  readonly settings: Settings;
}

/** The tags that a resource had at a time. */
const tagsAt = (history: readonly TagState[], time: number): ReadonlyMap<string, string> =>
  history.findLast(({ from }) => from <= time)?.tags ?? NO_TAGS;

export class Bill {
  readonly settings: BillingSettings;
  readonly activation: TagActivation;
  private readonly amounts: BilledAmounts;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly linked: readonly Payer[];
  private readonly lists = new Map<string, readonly (PriceLine & { readonly at: number })[]>();
  /** Traffic and other costs go back to here. */
  private readonly since: number;

  /** `today` is the start of the UTC day on which the simulator starts. */
  constructor(
    private readonly parts: BillSources,
    today: number,
  ) {
    const { scenario, settings, trafficLog } = parts;
    this.settings = settings.billing;
    this.since = today - scenario.days * DAY;
    this.activation = new TagActivation(settings.billing.activation, today, settings.billing);
    this.amounts = new BilledAmounts(trafficLog);
    this.principals = knownPrincipals(scenario);
    const { linkedAccounts, member, oneHourShare } = settings.billing;
    this.linked = member ? [] : linkedAccounts.flatMap((id) => linkedPayers(id, this.since, oneHourShare));
  }

  /** What Cost Explorer shows at a time. */
  viewAt(now: number): BillView {
    return { now, horizon: now - this.settings.billDelayMs };
  }

  /** All payers of this account. */
  payers(): readonly Payer[] {
    const { trafficLog, profiles, scenario } = this.parts;
    return [
      ...payersOf({ trafficLog, profiles, account: scenario.account }, this.settings, this.principals),
      ...this.linked,
    ];
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
    const visible = all.filter(([key]) => this.activation.showsTag(key, time, now));
    return visible.length === 0 ? NO_TAGS : new Map(visible);
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

  /** A day is split where its tags change; each part is a separate line. */
  private dayOf(payer: Payer, day: number, changeTimes: readonly number[], { now, horizon }: BillView): BillLine[] {
    const start = day * DAY;
    const end = Math.min(start + DAY, horizon);
    const ownChanges = payer.tagHistory.map(({ from }) => from);
    const within = [...changeTimes, ...ownChanges].filter((time) => time > start && time < end);
    const bounds = [start, ...[...new Set(within)].sort((a, b) => a - b), end];
    return bounds.slice(1).flatMap((until, index) => {
      const from = bounds[index] ?? start;
      const { traffic, metering } = payer;
      const amounts =
        'rhythm' in traffic
          ? this.amounts.ofPattern(traffic, metering, from, until)
          : this.amounts.ofCalls(traffic, metering, from, until);
      return this.linesOf(payer, amounts, day, this.tagsOf(payer, from, now));
    });
  }

  private others(day: number, { now, horizon }: BillView): readonly BillLine[] {
    const start = day * DAY;
    if (!this.settings.otherServices || start < this.since || start + DAY > horizon) return [];
    const { account: id, region } = this.parts.scenario;
    return otherLines(day, { id, region }, (key) => this.activation.showsTag(key, start, now));
  }

  /** All lines of the UTC days from `first` to before `end` (whole days since 1970) that the view shows. */
  lines(first: number, end: number, view: BillView): readonly BillLine[] {
    const lines: BillLine[] = [];
    const changeTimes = this.activation.changeTimes(view.now);
    const payers = this.payers();
    for (let day = first; day < end && day * DAY < view.horizon; day += 1) {
      for (const payer of payers) lines.push(...this.dayOf(payer, day, changeTimes, view));
      lines.push(...this.others(day, view));
    }
    return lines;
  }

  /** Whether all of a day's usage is on the bill. */
  isComplete(day: number, { horizon }: BillView): boolean {
    return (day + 1) * DAY <= horizon;
  }
}
