/** The extension's parts as they are put together, on a simulator of their own; and what a person sees of them. */

import assert from 'node:assert/strict';
import type { Problem } from '../../../src/core/problem';
import type { PageState } from '../../../src/protocol/usagePage/state';
import type { Store } from '../../../src/store/store';
import type { Connection } from '../../../src/store/session';
import { Poller } from '../../../src/store/poller';
import type { Snapshot } from '../../../src/store/snapshot';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { pageStateOf } from '../../../src/features/usage/pageModel';
import { problemRemedy, problemSentence } from '../../../src/ui/messages/problems';
import { statusModelOf } from '../../../src/features/statusBar/statusModel';
import { treeOf, type Row } from '../../../src/features/profiles/treeModel';
import { FRIDAY, until } from '../../unit/aws/connect';
import {
  pageTokens,
  mineIn,
  openWindow,
  POLL,
  refresh,
  TEAM_POLL,
  type ConnectionOptions,
} from '../../unit/store/testWindow';
import type { Shown } from './cases';

/** What the page shows: my last 24 hours. */
const MINE = { scope: 'mine', range: '24h' } as const;

export interface ProblemMessage {
  readonly sentence: string;
  readonly button: string;
}

export class TestExtension {
  private constructor(
    readonly simulator: Simulator,
    readonly store: Store,
    private readonly poller: Poller,
  ) {}

  static async open(options: SimulatorOptions & ConnectionOptions = {}): Promise<TestExtension> {
    const simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0, ...options });
    const store = await openWindow(simulator, options);
    const poller = new Poller(store, { mine: POLL, team: TEAM_POLL, prices: Infinity }, () => simulator.now());
    const extension = new TestExtension(simulator, store, poller);
    await store.track('pageUsage', MINE);
    return extension;
  }

  get snapshot(): Snapshot {
    return this.store.snapshot;
  }

  /** Changes the connection, with the page open as before. */
  async use(connection: Connection): Promise<void> {
    await this.store.connect(connection);
    await this.store.track('pageUsage', MINE);
  }

  refresh(): Promise<void> {
    return refresh(this.store);
  }

  /** Nobody does anything; the window is in focus with everything open, and time passes. */
  async wait(ms: number, untilWhat: string, holds: () => boolean): Promise<void> {
    this.simulator.advance(ms);
    this.poller.setVisible({ focused: true, statusBar: true, tree: true, page: true });
    await until(untilWhat, holds);
    this.poller.setVisible({ focused: false });
  }

  page(): PageState {
    const now = this.simulator.now();
    return pageStateOf(this.snapshot, {
      ...MINE,
      pollMs: POLL,
      locale: 'en',
      budgets: [],
      grouping: '',
      month: '2026-11',
      now,
    });
  }

  /** What is seen. `since`: figures from before this time are old. */
  shown(since: number): Shown {
    const status = statusModelOf(this.snapshot, this.simulator.now(), POLL);
    const page = this.page();
    const figures = page.phase === 'ready' && (page.usageReport?.asOf ?? 0) < since ? 'old figures' : page.phase;
    return {
      tree: rowsText(treeOf(this.snapshot, 'owner').rows),
      status: text(status.kind === 'tokens' && (status.asOf ?? 0) < since ? 'old tokens' : status.kind, {
        why: status.kind === 'tokens' && status.problem !== undefined,
        part: status.partial,
      }),
      page: text(figures, {
        why: page.phase === 'ready' && page.problem !== undefined,
        part: (page.usageReport?.missing.length ?? 0) > 0,
      }),
    };
  }

  /** Every problem that is shown, as it is told; the same one in several places counts once. */
  problemMessages(): readonly ProblemMessage[] {
    const { caller, profiles, everyone, pageUsage } = this.snapshot;
    const shown = [
      caller,
      profiles,
      statusModelOf(this.snapshot, this.simulator.now(), POLL),
      pageUsage?.usage,
      everyone,
    ];
    const problems = shown.flatMap((part): Problem[] => (part?.problem === undefined ? [] : [part.problem]));
    const messages = problems.map((problem) => ({
      sentence: this.sentence(problem),
      button: problemRemedy(problem).label,
    }));
    return [...new Map(messages.map((one) => [JSON.stringify(one), one])).values()];
  }

  /** A sentence with the simulator's address left out. */
  sentence(problem: Problem): string {
    return problemSentence(problem).replaceAll(this.simulator.url, '{endpoint}');
  }

  /** Whether the page's figures hold all of mine; they follow the list by a moment. */
  get isComplete(): boolean {
    const { profiles = {} } = this.snapshot.pageUsage?.usage.value ?? {};
    return mineIn(this.snapshot).every(({ id }) => id in profiles);
  }

  /** Holds my figures, on the page and in the status bar, against what was served. */
  assertFiguresAreTrue(): void {
    const report = this.snapshot.pageUsage?.usage.value;
    assert.ok(report !== undefined, 'my figures are known');
    assert.equal(Object.keys(report.profiles).length, 2);
    for (const [id, { now }] of Object.entries(report.profiles)) {
      const served = this.simulator.served(id, report.span.start, report.span.end);
      const { input, output, cacheRead, cacheWrite } = served;
      assert.deepEqual(now.tokens, { input, output, cacheRead, cacheWrite });
    }
    assert.deepEqual(statusModelOf(this.snapshot, this.simulator.now(), POLL).tokens, pageTokens(report));
  }

  async close(): Promise<void> {
    this.poller.dispose();
    await this.store.dispose();
    await this.simulator.close();
  }
}

function text(what: string, { why, part }: { readonly why: boolean; readonly part: boolean }): string {
  return `${what}${part ? ', in part' : ''}${why ? ', and why' : ''}`;
}

/** The topmost rows; teams are told as one. */
function rowsText(rows: readonly Row[]): string {
  const words = rows.map((row) => (row.kind !== 'group' ? row.kind : row.group === 'team' ? 'teams' : row.group));
  return [...new Set(words)].join(', ');
}
