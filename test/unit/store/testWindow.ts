/** A window of the extension without VS Code: a store on a store that it may share, connected to a simulator. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timeouts } from '../../../src/aws/timeouts';
import type { AwsApi } from '../../../src/core/awsApi';
import { DEFAULT_OWNER_KEYS, type Profile } from '../../../src/core/profiles/profile';
import type { RangeReport } from '../../../src/core/usage/rangeReport';
import { addTokens, NO_TOKENS, tokensOf, type TokenCounts, type UsageReport } from '../../../src/core/usage/usage';
import { Store } from '../../../src/store/store';
import type { Connection } from '../../../src/store/session';
import { myProfiles } from '../../../src/store/selectors';
import type { Ownership, Snapshot } from '../../../src/store/snapshot';
import { fileFolder, memoryFolder, type FileStoreOptions } from '../../../src/store/shared/fileFolder';
import type { Shape, SharedFolder } from '../../../src/store/shared/sharedFolder';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { choiceOf, connect, FRIDAY } from '../aws/connect';

export const JANE: Ownership = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' };
/** What the settings say when nobody changed them. */
export const POLL = 5 * 60_000;
export const TEAM_POLL = 60 * 60_000;

export interface TestConnection extends Connection {
  /** The AWS sides that were opened so far. */
  readonly clouds: readonly AwsApi[];
}

export interface ConnectionOptions {
  readonly sharedFolder?: SharedFolder;
  readonly region?: string;
  readonly timeouts?: Timeouts;
}

/** A connection to a simulator, which shares with nobody unless it is given a store. */
export function connectionTo(simulator: Simulator, options: ConnectionOptions = {}): TestConnection {
  const clouds: AwsApi[] = [];
  return {
    choice: choiceOf(simulator, options.region),
    sample: false,
    sharedFolder: options.sharedFolder ?? memoryFolder(),
    environment: '',
    clouds,
    open: async (onCharge) => {
      const aws = await connect(simulator, { ...options, onCharge });
      clouds.push(aws);
      return aws;
    },
  };
}

/** Opens a window. Dispose it in the end. */
export async function openWindow(simulator: Simulator, options: ConnectionOptions = {}): Promise<Store> {
  const store = new Store({ now: () => simulator.now(), ownership: JANE });
  await store.connect(connectionTo(simulator, options));
  return store;
}

/**
 * For a block of tests: each begins a company's simulator and a window that knows its profiles, which are closed after
 * it.
 */
export function testWindows(
  take: (simulator: Simulator, window: Store) => void,
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
    await window.refresh('profiles', { maxAge: POLL });
  };
}

/** What the user's Refresh does. */
export async function refresh(store: Store): Promise<void> {
  if (!(await store.refresh('caller', { force: true })) || !(await store.refresh('profiles', { force: true }))) return;
  await Promise.all([
    store.refresh('mine', { force: true }),
    store.refresh('pageUsage', { force: true }),
    store.refresh('everyone', { force: true }),
  ]);
}

export const mineIn = (snapshot: Snapshot): readonly Profile[] => myProfiles(snapshot);

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
  sharedFolder(path?: string, options?: FileStoreOptions): SharedFolder;
  remove(): Promise<void>;
}

export async function makeFolder(): Promise<Folder> {
  const root = await mkdtemp(join(tmpdir(), 'bedrock-tally-windows-'));
  const path = join(root, 'shared');
  const notes: string[] = [];
  return {
    path,
    notes,
    sharedFolder: (other = path, options) => fileFolder(other, (line) => notes.push(line), options),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
