/**
 * Our way, in a fresh process: the extension's own ledger, and its own aws.js as it is in the package. Prints an `OurRun` as JSON.
 * Arguments: the simulator's address, its time in ms since 1970, the path of aws.js.
 */

import { createRequire } from 'node:module';
import type * as Aws from '../../../src/aws/index';
import { region } from '../../../src/core/ids';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profile';
import type { Grouping } from '../../../src/contract';
import { Ledger } from '../../../src/ledger/ledger';
import type { Snapshot, TeamUsage } from '../../../src/ledger/snapshot';
import { memoryStore } from '../../../src/ledger/store';
import { treeOf } from '../../../src/ui/tree/model';
import { measure, type Measured } from './control';

export interface OurRun {
  /** From no connection at all to every profile with its tags and its day's tokens; loading aws.js included. */
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
  readonly tokens: TeamUsage['tokens'];
}

const KEYS = { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' };
const TREES = 25;

async function open(url: string, now: number, awsBundle: string): Promise<Ledger> {
  const ownership = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' };
  const ledger = new Ledger({ now: () => now, ownership });
  const choice = { awsProfile: '', region: region('us-east-1'), endpoint: url };
  await ledger.use({
    choice,
    sample: false,
    store: memoryStore(),
    environment: '',
    // As in the extension, the bundle is loaded when a call is first wanted.
    open: () => (createRequire(awsBundle)(awsBundle) as typeof Aws).openCloud(choice, () => undefined, KEYS),
  });
  return ledger;
}

async function refresh(ledger: Ledger): Promise<void> {
  await ledger.ensureCaller(true);
  await ledger.ensureProfiles(0, true);
  await Promise.all([ledger.ensureMine(0, true), ledger.ensureTeam(0, true)]);
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
  let opened: Ledger | undefined;
  const cold = await measure(url, async () => {
    opened = await open(url, Number(time), awsBundle);
    await opened.ensureProfiles(0);
    await opened.ensureTeam(0);
  });
  if (opened === undefined) throw new Error('There is no ledger.');
  const ledger = opened;
  const list = known(ledger.snapshot.profiles).profiles;
  const { tokens } = known(ledger.snapshot.team);
  const tree = (['owner', 'model', 'flat'] as const).map((grouping) => [
    grouping,
    treeTimes(ledger.snapshot, grouping),
  ]);
  const warm = await measure(url, () => refresh(ledger));
  const poll = await measure(url, () => ledger.ensureMine(0, true));
  await ledger.showDetail({ scope: 'mine', range: '24h' });
  const page = await measure(url, () => ledger.ensureDetail(0));
  known(ledger.snapshot.mine);
  known(ledger.snapshot.detail?.usage ?? {});
  await ledger.dispose();
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
