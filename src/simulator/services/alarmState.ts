/** The state of an alarm, from the metered metrics. */

import { statistic } from '../metrics';
import type { Context } from '../operation';
import type { AlarmQuery, AlarmSettings, StateValue, StoredAlarm } from './alarmStore';
import { MetricReader } from './cloudwatchInput';
import { QueryLines, type Line } from './metricMath';
import { MathError } from './metricMathParser';

const MINUTE = 60_000;
/** CloudWatch evaluates more periods than needed, because some may be missing. */
const EXTRA = 2;

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const periodOf = ({ queries }: AlarmSettings): number => queries.find(({ stat }) => stat)?.stat?.period ?? 60;

/** The line that an alarm evaluates: a metric, or the result of its expressions. Throws MathError. */
function lineOf(settings: AlarmSettings, returned: AlarmQuery, context: Context): Line {
  const period = periodOf(settings);
  const length = settings.evaluationPeriods + EXTRA;
  const reader = new MetricReader(context);
  // The window slides: it ends with the last full minute.
  const end = Math.floor(context.now / MINUTE) * MINUTE;
  const start = end - length * period * 1000;
  const measured = (id: string): Line => {
    const stat = settings.queries.find((query) => query.id === id)?.stat;
    if (!stat) return [];
    const { namespace, metric, dimensions, unit } = stat;
    const read = reader.read({ namespace, metric, dimensions, period, unit, start, end });
    return Array.from({ length }, (_, index) => {
      const samples = read.get(start + index * period * 1000);
      return samples && statistic(stat.stat, samples);
    });
  };
  return new QueryLines(settings.queries, { length, period }, measured).of(returned.id);
}

interface Evaluation {
  /** Undefined: the alarm stays as it is. */
  readonly state: StateValue | undefined;
  readonly reason: string;
}

/** The rules of the user guide's "Configuring how CloudWatch alarms treat missing data". */
function judge(line: Line, settings: AlarmSettings): Evaluation {
  const { evaluationPeriods, datapointsToAlarm, threshold, comparison, treatMissing } = settings;
  const present = line.flatMap((value, index) => (value === undefined ? [] : [{ value, age: line.length - index }]));
  const real = present.slice(-evaluationPeriods);
  const missing = evaluationPeriods - real.length;
  const breaching = real.filter(({ value }) => BREACHES[comparison]?.(value, threshold) ?? false).length;
  const shown = `${real.length} datapoint${real.length === 1 ? '' : 's'} [${real.map(({ value }) => value).join(', ')}]`;
  const evaluation = (state: StateValue | undefined): Evaluation => ({
    state,
    reason:
      state === 'INSUFFICIENT_DATA'
        ? 'Insufficient Data: no datapoints were received and missing datapoints were treated as [Missing].'
        : `Threshold Crossed: ${shown} and ${missing} missing, ${breaching} breaching the threshold (${threshold}).`,
  });
  if (treatMissing === 'breaching') return evaluation(breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (breaching >= datapointsToAlarm) return evaluation('ALARM');
  if (missing === 0 || treatMissing === 'notBreaching') return evaluation('OK');
  if (real.length === 0) return evaluation(treatMissing === 'missing' ? 'INSUFFICIENT_DATA' : undefined);
  if (breaching < real.length) return evaluation('OK');
  if (treatMissing === 'ignore') return evaluation(undefined);
  // All existing datapoints breach: the result depends on whether there are enough.
  return evaluation((real[0]?.age ?? 0) >= datapointsToAlarm ? 'ALARM' : 'OK');
}

/** Updates the state of an alarm. */
export function evaluate(alarm: StoredAlarm, context: Context): void {
  const { settings } = alarm;
  const returned = settings.queries.find((query) => query.returned);
  if (!returned) return;
  let evaluation: Evaluation;
  try {
    evaluation = judge(lineOf(settings, returned, context), settings);
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    evaluation = { state: 'INSUFFICIENT_DATA', reason: error.message };
  }
  if (evaluation.state === undefined || evaluation.state === alarm.state) return;
  alarm.state = evaluation.state;
  alarm.reason = evaluation.reason;
  alarm.stateUpdated = context.now;
}
