/** Whether an alarm is in alarm, by the metrics that were metered. */

import { statistic } from '../metrics';
import type { Context } from '../operation';
import type { AlarmQuery, AlarmSettings, StateValue, StoredAlarm } from './alarmStore';
import { Reader } from './cloudwatchInput';
import { computeMath, type Line } from './metricMath';
import { idsIn, MathError, parseMath } from './metricMathParser';

const MINUTE = 60_000;
/** CloudWatch looks a little further back than it must, for periods that are missing. */
const EXTRA = 2;

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const periodOf = ({ queries }: AlarmSettings): number => queries.find(({ stat }) => stat)?.stat?.period ?? 60;

/** The line of one result: of a metric what was metered, of an expression what it makes of the others. */
class Lines {
  private readonly known = new Map<string, Line>();
  private readonly reader: Reader;
  private readonly end: number;
  private readonly start: number;

  constructor(
    private readonly settings: AlarmSettings,
    context: Context,
    private readonly length: number,
  ) {
    this.reader = new Reader(context);
    // The window slides: it ends with the last full minute.
    this.end = Math.floor(context.now / MINUTE) * MINUTE;
    this.start = this.end - length * periodOf(settings) * 1000;
  }

  private metered({ stat }: AlarmQuery): Line {
    if (!stat) return [];
    const { namespace, metric, dimensions, period, unit } = stat;
    const read = this.reader.read({ namespace, metric, dimensions, period, unit, start: this.start, end: this.end });
    return Array.from({ length: this.length }, (_, index) => {
      const samples = read.get(this.start + index * period * 1000);
      return samples && statistic(stat.stat, samples);
    });
  }

  of(query: AlarmQuery, asking: readonly string[] = []): Line {
    const known = this.known.get(query.id);
    if (known) return known;
    if (asking.includes(query.id)) throw new MathError('The expressions refer to each other in a circle');
    const line =
      query.expression === undefined ? this.metered(query) : this.computed(query.expression, [...asking, query.id]);
    this.known.set(query.id, line);
    return line;
  }

  private computed(expression: string, asking: readonly string[]): Line {
    const { queries } = this.settings;
    const ids = idsIn(parseMath(expression));
    const named = queries.filter(({ id }) => ids.includes(id));
    return computeMath(expression, {
      length: this.length,
      lines: new Map(named.map((query) => [query.id, this.of(query, asking)])),
      metrics: queries.filter(({ stat }) => stat).map((query) => this.of(query)),
    });
  }
}

interface Verdict {
  /** Undefined: the alarm stays as it is. */
  readonly state: StateValue | undefined;
  readonly reason: string;
}

/** The rules of the user guide's "Configuring how CloudWatch alarms treat missing data". */
function judge(line: Line, settings: AlarmSettings): Verdict {
  const { evaluationPeriods, datapointsToAlarm, threshold, comparison, treatMissing } = settings;
  const present = line.flatMap((value, index) => (value === undefined ? [] : [{ value, age: line.length - index }]));
  const real = present.slice(-evaluationPeriods);
  const missing = evaluationPeriods - real.length;
  const breaching = real.filter(({ value }) => BREACHES[comparison]?.(value, threshold) ?? false).length;
  const shown = `${real.length} datapoint${real.length === 1 ? '' : 's'} [${real.map(({ value }) => value).join(', ')}]`;
  const verdict = (state: StateValue | undefined): Verdict => ({
    state,
    reason:
      state === 'INSUFFICIENT_DATA'
        ? 'Insufficient Data: no datapoints were received and missing datapoints were treated as [Missing].'
        : `Threshold Crossed: ${shown} and ${missing} missing, ${breaching} breaching the threshold (${threshold}).`,
  });
  if (treatMissing === 'breaching') return verdict(breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (breaching >= datapointsToAlarm) return verdict('ALARM');
  if (missing === 0 || treatMissing === 'notBreaching') return verdict('OK');
  if (real.length === 0) return verdict(treatMissing === 'missing' ? 'INSUFFICIENT_DATA' : undefined);
  if (breaching < real.length) return verdict('OK');
  if (treatMissing === 'ignore') return verdict(undefined);
  // All that is there breaches: whether it has for long enough decides.
  return verdict((real[0]?.age ?? 0) >= datapointsToAlarm ? 'ALARM' : 'OK');
}

/** Brings an alarm's state up to date. */
export function evaluate(alarm: StoredAlarm, context: Context): void {
  const { settings } = alarm;
  const returned = settings.queries.find((query) => query.returned);
  if (!returned) return;
  let verdict: Verdict;
  try {
    verdict = judge(new Lines(settings, context, settings.evaluationPeriods + EXTRA).of(returned), settings);
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    verdict = { state: 'INSUFFICIENT_DATA', reason: error.message };
  }
  if (verdict.state === undefined || verdict.state === alarm.state) return;
  alarm.state = verdict.state;
  alarm.reason = verdict.reason;
  alarm.stateUpdated = context.now;
}
