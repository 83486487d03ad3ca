/**
 * One thousand profiles with a day's usage: our way and the obvious one, on one simulator that adds 40 ms to each
 * answer.
 */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../host/environment';
import { atMost, count, must, plain, seconds, spread, timed, timesBetter, type Figure, type Section } from './figures';
import { callsIn, type Measured } from './inside/control';
import type { ObviousRun } from './inside/obvious';
import type { OurRun } from './inside/ours';
import { cost, ownPollSection } from './money';
import { startSimulatorProcess } from './simulatorProcess';
import { bundleFor } from './packaged';
import { treeSection } from './treeRows';

const LATENCY_MS = 40;
/** A Friday afternoon in New York. */
const TIME = '2026-11-20T20:00:00Z';
const RUNS = 5;
const SAMPLE = 50;

/** Runs one of the programs in inside/ and reads what it prints. */
async function runProgram(file: string, home: string, args: readonly string[]): Promise<unknown> {
  const env = { ...cleanEnvironment(home), NODE_NO_WARNINGS: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}

const byOperation = ({ counts }: Measured): string =>
  Object.entries(counts)
    .map(([operation, calls]) => `${operation} ${count(calls)}`)
    .join(', ');

/** The whole obvious way, its sample scaled up. */
function scaled({ list, sample, profiles, sampled }: ObviousRun): Measured {
  const times = profiles / sampled;
  const counts = Object.fromEntries(Object.entries(sample.counts).map(([name, calls]) => [name, calls * times]));
  return { ...list, counts: { ...list.counts, ...counts }, ms: list.ms + sample.ms * times };
}

/** Both ways must have found the same tokens, or they did not do the same work. */
function agreement(ours: OurRun, { tokens }: ObviousRun): Figure {
  const all = Object.entries(tokens);
  const same = all.filter(([id, sum]) => {
    const own = Object.entries(ours.tokens).find(([key]) => key === id)?.[1];
    return own !== undefined && sum > 0 && own.input + own.output + own.cacheRead + own.cacheWrite === sum;
  });
  const { profiles, tagged } = ours;
  const value = `${same.length} of ${all.length} sums equal; ${count(tagged)} of ${count(profiles)} have their tags`;
  return must('both find the same', value, same.length === all.length && tagged === profiles, 'all');
}

function coldSection(runs: readonly OurRun[], last: OurRun, obvious: ObviousRun): Section {
  const whole = scaled(obvious);
  const { cold } = last;
  const { median } = spread(runs.map((run) => run.cold.ms));
  const inFlight = Math.max(...runs.flatMap((run) => [run.cold.bedrockInFlight, run.refresh.bedrockInFlight]));
  const statistics = whole.counts.GetMetricStatistics ?? 0;
  return {
    title: `${count(last.profiles)} profiles with 24 h of usage, cold (${LATENCY_MS} ms added to each answer)`,
    figures: [
      plain('our calls', count(callsIn(cold)), callsIn(cold)),
      plain('the obvious way’s calls', count(callsIn(whole)), callsIn(whole)),
      timesBetter('fewer calls', callsIn(whole) / callsIn(cold), 100, 'counts'),
      timed(
        `our wall time, ${RUNS} fresh processes`,
        runs.map((run) => run.cold.ms),
        seconds,
      ),
      plain(`the obvious way’s, scaled up from ${obvious.sampled} profiles`, seconds(whole.ms), whole.ms),
      timesBetter('faster', whole.ms / median, 50, 'times'),
      agreement(last, obvious),
      atMost('ListInferenceProfiles calls', cold.counts.ListInferenceProfiles ?? 0, 1, count),
      atMost('tag calls', cold.counts.GetResources ?? 0, 10, count),
      atMost('GetMetricData calls', cold.counts.GetMetricData ?? 0, Math.ceil(cold.billedMetrics / 500), count),
      atMost('in flight against Bedrock at most', inFlight, 4, count),
      plain('our billed metrics', `${count(cold.billedMetrics)} = ${cost(cold.billedMetrics)}`, cold.billedMetrics),
      plain('the obvious way’s billed requests', `${count(statistics)} = ${cost(statistics)} or free`, statistics),
    ],
    notes: [
      `Ours: ${byOperation(cold)}. From no connection to every profile’s tags and tokens; loading aws.js is in the time.`,
      `Obvious: ${byOperation(whole)}; one after the other. Measured on ${obvious.sampled} profiles after the whole list.`,
      'The simulator is a process of its own, and has been asked everything once before, so that it need not first make up its traffic.',
      'GetMetricData is always billed, by the metric; GetMetricStatistics by the request, after a million free ones a month.',
    ],
  };
}

function refreshSection(runs: readonly OurRun[], { refresh, page }: OurRun): Section {
  return {
    title: 'Afterwards, in the same window',
    figures: [
      plain('Refresh with the tree in view: calls', count(callsIn(refresh)), callsIn(refresh)),
      plain(
        '  billed metrics',
        `${count(refresh.billedMetrics)} = ${cost(refresh.billedMetrics)}`,
        refresh.billedMetrics,
      ),
      timed(
        '  wall time',
        runs.map((run) => run.refresh.ms),
        seconds,
      ),
      plain('page on three profiles, nine measures: calls', count(callsIn(page)), callsIn(page)),
      plain('  billed metrics', `${count(page.billedMetrics)} = ${cost(page.billedMetrics)}`, page.billedMetrics),
      timed(
        '  wall time',
        runs.map((run) => run.page.ms),
      ),
    ],
    notes: [`Refresh: ${byOperation(refresh)}.`, `Page: ${byOperation(page)}.`],
  };
}

/** Runs both ways. Takes some seconds. */
export async function thousandSections(scratch: string): Promise<readonly Section[]> {
  const ours = await bundleFor('inside/ours.ts', join(scratch, 'ours.cjs'));
  const obviousWay = await bundleFor('inside/obvious.ts', join(scratch, 'obvious.cjs'));
  const home = join(scratch, 'home');
  const now = String(Date.parse(TIME));
  const simulator = await startSimulatorProcess(home, { scenario: 'thousand', latencyMs: LATENCY_MS, time: TIME });
  try {
    const args = [simulator.url, now, await bundleFor('../../src/aws/index.ts', join(scratch, 'aws.cjs'))];
    // The first one is for the simulator's sake and does not count.
    const runs = [(await runProgram(ours, home, args)) as OurRun];
    for (let run = 0; run < RUNS; run += 1) runs.push((await runProgram(ours, home, args)) as OurRun);
    const counted = runs.slice(1);
    const last = counted.at(-1);
    if (last === undefined) throw new Error('Nothing was measured.');
    const obvious = (await runProgram(obviousWay, home, [simulator.url, now, String(SAMPLE)])) as ObviousRun;
    return [
      coldSection(counted, last, obvious),
      refreshSection(counted, last),
      ownPollSection(counted, last.poll),
      treeSection(counted),
    ];
  } finally {
    await simulator.close();
  }
}
