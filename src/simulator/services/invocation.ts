/** The model of a runtime call, and how the call is metered. */

import { findModel, modelArn, type Model } from '../catalog';
import { AwsError, notFound, validation } from '../errors';
import { chance, seedOf } from '../prng';
import type { Input } from '../input';
import { NOTHING } from '../trafficLog';
import type { Counts, TrafficRecord } from '../usagePattern';
import type { Context } from '../operation';
import { findProfile, findSystemProfile } from './find';

/** `meteredAs` is the value of CloudWatch's dimension ModelId. */
export interface Target {
  readonly model: Model;
  readonly metricModelId: string;
}

function modelBehind(arns: readonly string[], region: string): Model | undefined {
  const [first = ''] = arns;
  const id = first.slice(first.indexOf('/') + 1);
  return findModel(region, id);
}

/** Undefined for an unknown identifier. */
function find(identifier: string, context: Context): Target | undefined {
  const { region } = context;
  const profile = findProfile(identifier, context);
  if (profile) {
    const model = modelBehind(profile.modelArns, region);
    return model && { model, metricModelId: profile.id };
  }
  const system = findSystemProfile(identifier, context);
  if (system) return { model: system.model, metricModelId: system.id };
  const id = identifier.startsWith('arn:') ? identifier.slice(identifier.indexOf('/') + 1) : identifier;
  const model = findModel(region, id);
  return model && (identifier === id || identifier === modelArn(region, id)) ? { model, metricModelId: id } : undefined;
}

/** The model of a call. Throws as AWS does if it is unknown or past its end of life. */
export function identify(input: Input, context: Context): Target {
  const identifier = input.text('modelId') ?? '';
  if (!/^[a-zA-Z0-9-:./_]{1,2048}$/.test(identifier)) throw validation('The provided model identifier is invalid.');
  const target = find(identifier, context);
  if (!target) {
    if (
      /application-inference-profile\/[a-z0-9]{12}$/.test(identifier) &&
      identifier.split(':')[3] === context.region
    ) {
      throw notFound('The specified inference profile was not found.');
    }
    throw validation('The provided model identifier is invalid.');
  }
  const { endOfLife } = target.model;
  if (endOfLife !== undefined && context.now >= Date.parse(endOfLife)) {
    throw notFound(
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    );
  }
  return target;
}

/** The model to invoke. Also throws for one that cannot be invoked in one Region. */
export function resolve(input: Input, context: Context): Target {
  const target = identify(input, context);
  const { model, metricModelId } = target;
  if (metricModelId === model.id && !model.onDemand) {
    throw validation(
      `Invocation of model ID ${model.id} with on-demand throughput isn’t supported. ` +
        'Retry your request with the ID or ARN of an inference profile that contains this model.',
    );
  }
  return target;
}

export interface Times {
  readonly latency: number;
  readonly firstToken: number | undefined;
}

/** Adds a call to the traffic log. */
export function recordInvocation(
  target: Target,
  counts: Partial<Counts> & Pick<TrafficRecord, 'cacheWrite1h'>,
  times: Times,
  { account, region, now, caller }: Context,
): void {
  const lag = 1 + chance(seedOf(`${target.metricModelId} ${now}`), 0, 0);
  account.trafficLog.addCall(region, target.metricModelId, {
    ...NOTHING,
    ...counts,
    ...times,
    time: now,
    lag,
    caller: caller.arn,
  });
}

/** A refused call counts by its status: throttled, the client's fault, or the server's. */
export function recordFailure(target: Target, status: number, context: Context): void {
  const counts: Partial<Counts> =
    status === 429 ? { throttles: 1 } : status >= 500 ? { serverErrors: 1 } : { clientErrors: 1 };
  recordInvocation(target, counts, { latency: 0, firstToken: undefined }, context);
}

/** Runs a call on a target; a refusal is metered and thrown on. */
export function recordingFailures<T>(target: Target, context: Context, run: () => T): T {
  try {
    return run();
  } catch (error) {
    recordFailure(target, error instanceof AwsError ? error.status : 500, context);
    throw error;
  }
}
