/** A window of the extension without VS Code: a ledger on a store that it may share, connected to a simulator. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patience } from '../../../src/aws/clients';
import type { Cloud } from '../../../src/core/cloud';
import { DEFAULT_OWNER_KEYS, isMine, type Profile } from '../../../src/core/profile';
import type { RangeReport } from '../../../src/core/rangeReport';
import { addTokens, NO_TOKENS, tokensOf, type TokenCounts, type UsageReport } from '../../../src/core/usage';
import { Ledger } from '../../../src/ledger/ledger';
import type { Connection } from '../../../src/ledger/session';
import type { Ownership, Snapshot } from '../../../src/ledger/snapshot';
import { fileStore, memoryStore, type FileStoreOptions, type Shape, type Store } from '../../../src/ledger/store';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { choiceOf, connect, FRIDAY } from '../aws/connect';

export const JANE: Ownership = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' };
/** What the settings say when nobody changed them. */
export const POLL = 5 * 60_000;
export const TEAM_POLL = 60 * 60_000;

export interface Opened extends Connection {
  /** The AWS sides that were opened so far. */
  readonly clouds: readonly Cloud[];
}

export interface ConnectionOptions {
  readonly store?: Store;
  readonly region?: string;
  readonly patience?: Patience;
}

/** A connection to a simulator, which shares with nobody unless it is given a store. */
export function connectionTo(simulator: Simulator, options: ConnectionOptions = {}): Opened {
  const clouds: Cloud[] = [];
  return {
    choice: choiceOf(simulator, options.region),
    sample: false,
    store: options.store ?? memoryStore(),
    environment: '',
    clouds,
    open: async (onCharge) => {
      const cloud = await connect(simulator, { ...options, onCharge });
      clouds.push(cloud);
      return cloud;
    },
  };
}

/** Opens a window. Dispose it in the end. */
export async function openWindow(simulator: Simulator, options: ConnectionOptions = {}): Promise<Ledger> {
  const ledger = new Ledger({ now: () => simulator.now(), ownership: JANE });
  await ledger.use(connectionTo(simulator, options));
  return ledger;
}

/** For a block of tests: each begins a company's simulator and a window that knows its profiles, which are closed after it. */
export function eachInAWindow(
  take: (simulator: Simulator, window: Ledger) => void,
): (options?: SimulatorOptions) => Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return async (options = {}) => {
    const simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0, ...options });
    closing.push(() => simulator.close());
    const window = await openWindow(simulator);
    closing.push(() => window.dispose());
    take(simulator, window);
    await window.ensureProfiles(POLL);
  };
}

/** What the user's Refresh does. */
export async function refresh(ledger: Ledger): Promise<void> {
  if (!(await ledger.ensureCaller(true)) || !(await ledger.ensureProfiles(0, true))) return;
  await Promise.all([ledger.ensureMine(0, true), ledger.ensureDetail(0, true), ledger.ensureTeam(0, true)]);
}

export function mineIn({ profiles, ownership }: Snapshot): readonly Profile[] {
  return (profiles.value?.profiles ?? []).filter((profile) => isMine(profile, ownership.keys, ownership.myNames));
}

/** The tokens of all profiles of a report. */
export const allTokens = ({ byProfile }: UsageReport): TokenCounts =>
  Object.values(byProfile).map(tokensOf).reduce(addTokens, NO_TOKENS);

/** The same of a report of the page's. */
export const pageTokens = ({ profiles }: RangeReport): TokenCounts =>
  Object.values(profiles)
    .map(({ now }) => now.tokens)
    .reduce(addTokens, NO_TOKENS);

export const myTokens = ({ mine }: Snapshot): TokenCounts | undefined =>
  mine.value === undefined ? undefined : allTokens(mine.value);

/** Takes any value: for tests of what does not depend on it. */
export const anything =
  <Value>(): Shape<Value> =>
  () =>
    Promise.resolve((value: unknown): value is Value => value !== undefined);

/** A folder for the files that windows share; call `remove` in the end. */
export interface Folder {
  readonly path: string;
  /** What the stores had to say. */
  readonly notes: string[];
  store(path?: string, options?: FileStoreOptions): Store;
  remove(): Promise<void>;
}

export async function makeFolder(): Promise<Folder> {
  const root = await mkdtemp(join(tmpdir(), 'bedrock-tally-windows-'));
  const path = join(root, 'shared');
  const notes: string[] = [];
  return {
    path,
    notes,
    store: (other = path, options) => fileStore(other, (line) => notes.push(line), options),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
