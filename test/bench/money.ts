/** What CloudWatch charges for being asked. */

import { atMost, count, dollars, plain, timed, type Section } from './figures';
import { callsIn, type Measured } from './inside/control';
import type { OurRun } from './inside/ours';

/**
 * US dollars for a metric asked for through GetMetricData, and for a request to CloudWatch's other operations after the
 * free ones.
 */
const PRICE = 0.01 / 1000;
/** A working month with the status bar in sight all day, at the default interval. */
const HOURS = 8;
const DAYS = 22;
const MINUTES = 5;
const MOST_A_MONTH = 0.3;

/** So many metrics in dollars. */
export const cost = (metrics: number): string => dollars(metrics * PRICE);

/** One developer's status bar. */
export function ownPollSection(runs: readonly OurRun[], poll: Measured): Section {
  const polls = (HOURS * DAYS * 60) / MINUTES;
  const metrics = poll.billedMetrics * polls;
  const lists = (poll.counts.ListMetrics ?? 0) * polls;
  return {
    title: 'Status bar of one developer with three busy profiles',
    figures: [
      plain('calls in a poll', count(callsIn(poll)), callsIn(poll)),
      plain('billed metrics in a poll', count(poll.billedMetrics), poll.billedMetrics),
      timed(
        'wall time of a poll',
        runs.map((run) => run.poll.ms),
      ),
      atMost('a month', metrics * PRICE, MOST_A_MONTH, dollars),
    ],
    notes: [
      `${HOURS} h × ${DAYS} days at every ${MINUTES} minutes = ${count(polls)} polls × ${count(poll.billedMetrics)} metrics = ` +
        `${count(metrics)} × $0.01 per 1,000 = ${cost(metrics)}; ${count(lists)} ListMetrics calls are within the million free requests.`,
    ],
  };
}
