/** What is known only while it is looked at: what the pages show, and what budgets have spent. */

import type { AwsApi } from '../core/awsApi';
import type { Profile } from '../core/profiles/profile';
import type { RangeReport } from '../core/usage/rangeReport';
import type { Range } from '../core/usage/ranges';
import type { SharedFileNames } from './shared/fileNames';
import type { Entry, Part } from './part';
import type { BudgetScope, AttributionUsage, Shown, UsageScope } from './snapshot';
import type { Shape } from './shared/sharedFolder';

/** What asks AWS. */
const work = async () => import('./work');

/** The session as far as it is needed to ask something. */
export interface Asking {
  readonly names: SharedFileNames;
  readonly now: () => number;
  readonly aws: () => Promise<AwsApi>;
  /** All profiles that are known. */
  readonly known: () => readonly Profile[];
  readonly measured: (scope: UsageScope) => readonly Profile[];
  readonly shared: <Value>(
    name: () => string,
    shape: Shape<Entry<Value>>,
    fetch: (signal: AbortSignal) => Promise<Value>,
  ) => Part<Value>;
}

const isReport: Shape<Entry<RangeReport>> = async () => (await import('./shared/shapes')).isRangeReport;

interface Detail extends Shown {
  readonly usage: Part<RangeReport>;
}

interface ShownAttribution {
  readonly range: Range;
  readonly usage: Part<AttributionUsage>;
}

interface Spend {
  readonly from: number;
  readonly usage: Part<RangeReport>;
}

export class ShownParts {
  readonly #asking: Asking;
  readonly #spend = new Map<BudgetScope, Spend>();
  #detail: Detail | undefined;
  #attribution: ShownAttribution | undefined;

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  get detail(): Detail | undefined {
    return this.#detail;
  }

  get attribution(): ShownAttribution | undefined {
    return this.#attribution;
  }

  get parts(): readonly Part<unknown>[] {
    const shown = [this.#detail?.usage, this.#attribution?.usage].filter((part) => part !== undefined);
    return [...shown, ...[...this.#spend.values()].map(({ usage }) => usage)] as readonly Part<unknown>[];
  }

  /** What the usage page is to show, or nothing when it is closed. Resolves when what other windows know of it is taken over. */
  async showDetail(shown: Shown | undefined): Promise<void> {
    if (this.#detail?.scope === shown?.scope && this.#detail?.range === shown?.range) return;
    void this.#detail?.usage.dispose();
    this.#detail = undefined;
    if (shown === undefined) return;
    const { scope, range } = shown;
    const { names, now, aws, measured, shared } = this.#asking;
    const usage = shared(
      () => names.ofScope(`usage-${range}`, scope),
      isReport,
      async (signal) => (await work()).fetchShown(await aws(), measured(scope), shown, now(), signal),
    );
    this.#detail = { scope, range, usage };
    await usage.adopt();
  }

  /** Over which range the page is to show what went past tagged profiles, or nothing while it does not. */
  async showAttribution(range: Range | undefined): Promise<void> {
    if (this.#attribution?.range === range) return;
    void this.#attribution?.usage.dispose();
    this.#attribution = undefined;
    if (range === undefined) return;
    const { names, now, aws, known, shared } = this.#asking;
    const usage = shared(
      () => names.ofCaller(`attribution-${range}`),
      async () => (await import('./shared/shapes')).isAttributionUsage,
      async (signal) => (await work()).fetchShownAttribution(await aws(), known(), range, now(), signal),
    );
    this.#attribution = { range, usage };
    await usage.adopt();
  }

  /** Usage since a budget's period began; a new period is a new question. Undefined where there is no such budget. */
  spend(scope: BudgetScope, from: number | undefined): Part<RangeReport> | undefined {
    const before = this.#spend.get(scope);
    if (from !== undefined && before?.from === from) return before.usage;
    void before?.usage.dispose();
    this.#spend.delete(scope);
    if (from === undefined) return undefined;
    const { names, now, aws, measured, shared } = this.#asking;
    const usage = shared(
      () => names.ofScope(`spend-${from}`, scope),
      isReport,
      async (signal) => {
        const { fetchRange, spansSince } = await work();
        return fetchRange(await aws(), measured(scope), 'tokens', spansSince(from, now()), signal);
      },
    );
    this.#spend.set(scope, { from, usage });
    void usage.adopt();
    return usage;
  }
}
