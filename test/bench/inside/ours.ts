/**
 * Our way, in a fresh process: the extension's own store and AWS code, bundled as in the package. Prints an `OurRun` as
 * JSON. Arguments: the simulator's address, its time in ms since 1970, the path of the bundled AWS code.
 */

import { createRequire } from 'node:module';
import type * as Aws from '../../../src/aws/index';
import { region } from '../../../src/core/ids';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import type { Grouping } from '../../../src/manifest';
import { Store } from '../../../src/store/store';
import type { Snapshot, EveryoneUsage } from '../../../src/store/snapshot';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import { treeOf } from '../../../src/features/profiles/treeModel';
import { measure, type Measured } from './control';

export interface OurRun {
  /** From no connection at all to every profile with its tags and its day's tokens; loading the AWS code included. */
  readonly cold: Measured;
  /** The user's Refresh, with the tree in view. */
  readonly refresh: Measured;
  /** What the status bar asks every few minutes. */
  readonly poll: Measured;
  /** Opening the usage page on all of mine. */
  readonly page: Measured;
  /** Milliseconds to build the tree's rows, one after the other. */
  readonly tree: Readonly<Record<Grouping, readonly number[]>>;
  /** Profiles that the cold start found, how many of them with an owner, and everybody's tokens. */
  readonly profiles: number;
  readonly tagged: number;
  readonly tokens: EveryoneUsage['tokens'];
}

const KEYS = { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' };
const TREES = 25;

async function open(url: string, now: number, awsBundle: string): Promise<Store> {
  const ownership = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' };
  const store = new Store({ now: () => now, ownership });
  const choice = { awsProfile: '', region: region('us-east-1'), endpoint: url };
  await store.connect({
    choice,
    sample: false,
    sharedFolder: memoryFolder(),
    environment: '',
    // As in the extension, it is loaded when a call is first wanted.
    open: () =>
      (createRequire(awsBundle)(awsBundle) as typeof Aws).openAws(choice, { log: () => undefined, keys: KEYS }),
  });
  return store;
}

async function refresh(store: Store): Promise<void> {
  await store.refresh('caller', { force: true });
  await store.refresh('profiles', { force: true });
  await Promise.all([store.refresh('mine', { force: true }), store.refresh('everyone', { force: true })]);
}

function known<Value>(remote: { readonly value?: Value; readonly problem?: Error }): Value {
  if (remote.value === undefined || remote.problem !== undefined)
    throw remote.problem ?? new Error('Nothing is known after the call.');
  return remote.value;
}

function treeTimes(snapshot: Snapshot, grouping: Grouping): readonly number[] {
  return Array.from({ length: TREES }, () => {
    const start = performance.now();
    treeOf(snapshot, grouping);
    return performance.now() - start;
  });
}

async function main(): Promise<OurRun> {
  const [url, time, awsBundle] = process.argv.slice(2);
  if (url === undefined || awsBundle === undefined) throw new Error('Address, time and bundle are needed.');
  let opened: Store | undefined;
  const cold = await measure(url, async () => {
    opened = await open(url, Number(time), awsBundle);
    await opened.refresh('profiles', { maxAge: 0 });
    await opened.refresh('everyone', { maxAge: 0 });
  });
  if (opened === undefined) throw new Error('There is no store.');
  const store = opened;
  const list = known(store.snapshot.profiles).profiles;
  const { tokens } = known(store.snapshot.everyone);
  const tree = (['owner', 'model', 'flat'] as const).map((grouping) => [grouping, treeTimes(store.snapshot, grouping)]);
  const warm = await measure(url, () => refresh(store));
  const poll = await measure(url, () => store.refresh('mine', { force: true }));
  await store.track('pageUsage', { scope: 'mine', range: '24h' });
  const page = await measure(url, () => store.refresh('pageUsage', { maxAge: 0 }));
  known(store.snapshot.mine);
  known(store.snapshot.pageUsage?.usage ?? {});
  await store.dispose();
  const tagged = list.filter(({ tags }) => tags !== undefined && 'MemberName' in tags).length;
  return {
    cold,
    refresh: warm,
    poll,
    page,
    tree: Object.fromEntries(tree) as OurRun['tree'],
    profiles: list.length,
    tagged,
    tokens,
  };
}

void main().then((run) => {
  process.stdout.write(JSON.stringify(run));
});
