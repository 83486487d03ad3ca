/** `npm run simulator`: the simulator on its own, for any AWS client. */

import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios/index';
import { startSimulator } from './index';
import type { SimulatorOptions } from './options';
import type { Simulator } from './simulator';

const USAGE = [
  `npm run simulator -- [--port N] [--scenario ${Object.keys(SCENARIOS).join('|')}] [--time ISO] [--latency MS]`,
  '  [--metric-delay MS] [--cache-metric-names tokenCount|tokens] [--models-listed N]',
].join('\n');
/** ListMetrics shows a new series so many times later than GetMetricData its first figures. */
const LISTING_DELAYS = 15;

function whole(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    throw new Error(`--${name} must be a whole number from 0 to ${most}, not "${text}".`);
  return value;
}

function cacheMetricNames(text: string | undefined): 'tokens' | 'tokenCount' | undefined {
  if (text === undefined || text === 'tokens' || text === 'tokenCount') return text;
  throw new Error(`--cache-metric-names must be tokenCount or tokens, not "${text}".`);
}

function readOptions(args: readonly string[]): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      scenario: { type: 'string' },
      time: { type: 'string' },
      latency: { type: 'string' },
      'metric-delay': { type: 'string' },
      'cache-metric-names': { type: 'string' },
      'models-listed': { type: 'string' },
    },
  });
  const scenario = values.scenario ?? 'company';
  if (!Object.hasOwn(SCENARIOS, scenario))
    throw new Error(`There is no scenario "${scenario}". Scenarios: ${Object.keys(SCENARIOS).join(', ')}.`);
  const time = values.time === undefined ? undefined : Date.parse(values.time);
  if (Number.isNaN(time))
    throw new Error(`--time must be ISO 8601, such as 2026-11-20T15:00:00Z, not "${values.time ?? ''}".`);
  const delay = whole('metric-delay', values['metric-delay'], 3_600_000);
  const names = cacheMetricNames(values['cache-metric-names']);
  const listed = whole('models-listed', values['models-listed'], 100);
  return {
    scenario,
    ...(delay === undefined ? {} : { metricDelayMs: delay, listMetricsDelayMs: LISTING_DELAYS * delay }),
    ...(names === undefined ? {} : { cacheMetricNames: names }),
    ...(listed === undefined ? {} : { modelsListed: Math.max(1, listed) }),
    port: whole('port', values.port, 65_535) ?? 0,
    latencyMs: whole('latency', values.latency, 600_000) ?? 0,
    ...(time === undefined ? {} : { time }),
  };
}

/** What a shell needs to point an AWS client here. The keys are not secret: nothing checks them. */
function environment({ url }: Simulator): string {
  return [
    `export AWS_ENDPOINT_URL=${url}`,
    'export AWS_ACCESS_KEY_ID=AKIAEXAMPLEJANE00001',
    'export AWS_SECRET_ACCESS_KEY=simulator',
    'export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
    'unset AWS_SESSION_TOKEN AWS_PROFILE',
  ].join('\n');
}

function reason(error: unknown, port: number | undefined): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port ?? 0} is in use. Choose another with --port, or leave it out for any free one.`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EACCES')
    return `Port ${port ?? 0} may not be used by you.`;
  return error instanceof Error ? error.message : String(error);
}

/** Runs until it is stopped. Exit codes: 0 stopped, 1 could not start, 2 wrong arguments. */
async function main(): Promise<void> {
  let options: SimulatorOptions;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${reason(error, undefined)}\nUsage: ${USAGE}`);
    process.exitCode = 2;
    return;
  }
  try {
    const simulator = await startSimulator(options);
    console.log(
      `An AWS to try it on, scenario "${simulator.scenario}", listens on ${simulator.url}\n\n${environment(simulator)}\n`,
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
  } catch (error) {
    console.error(reason(error, options.port));
    process.exitCode = 1;
  }
}

void main();
