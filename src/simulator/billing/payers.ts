/** The payers of metered traffic. */

import { groupBy } from '../../core/collections';
import { MODELS, type Model } from '../catalog';
import type { UsagePattern, TrafficRecord, Principal } from '../usagePattern';
import type { TrafficLog, Series } from '../trafficLog';
import type { ProfileStore, TagState } from '../profileStore';
import type { MeteringRules } from './amounts';
import type { Tier } from './priceKinds';
import { longContextOf, priceLines } from './rates';

/** The bill's names for how a model was invoked. */
const WHOLE = 'InvokeModelInference';
const STREAMED = 'InvokeModelStreamingInference';
export const BATCH = 'CreateModelInvocationJob';

/** Agents stream, services do not. */
export const operationOf = ({ rhythm }: Pick<UsagePattern, 'rhythm'>): string =>
  rhythm === 'steady' ? WHOLE : STREAMED;

/** One stream of traffic with one price list, one set of tags at each time, and one principal. */
export interface Payer {
  readonly account: string;
  readonly region: string;
  /** The profile's ARN, or the id of the system profile or model that was invoked. */
  readonly source: string;
  readonly model: Model;
  readonly tier: Tier;
  readonly tagHistory: readonly TagState[];
  readonly principal: Principal | undefined;
  readonly metering: MeteringRules;
  /** How it invokes, as the bill names it. */
  readonly operation: string;
  /** A usage pattern, or single calls. */
  readonly traffic: UsagePattern | readonly TrafficRecord[];
}

/** The model of a model's or a system profile's id. */
export function modelOf(id: string): Model | undefined {
  return MODELS.find((model) => model.id === id || model.geos.some((geo) => id === `${geo}.${model.id}`));
}

/** How a model is metered in a Region: it has prices for one-hour writes and long context, or it has not. */
export function meteringRulesOf(
  model: Model,
  region: string,
  pattern: Partial<UsagePattern>,
  oneHourShare: number,
): MeteringRules {
  const lines = priceLines(model, region);
  const sells = (kind: string, variant: string): boolean =>
    lines.some((line) => line.kind === kind && line.variant === variant);
  return {
    oneHourShare: sells('cacheWrite1h', 'standard') ? (pattern.oneHourShare ?? oneHourShare) : 0,
    batchShare: sells('input', 'batch') ? (pattern.batchShare ?? 0) : 0,
    longContext: longContextOf(model),
  };
}

type Target = Pick<Payer, 'source' | 'model' | 'tier' | 'tagHistory'>;

/**
 * A profile's tier depends on its models' Regions, a system profile's on its name. Undefined for a source that the
 * catalog does not have.
 */
function targetOf({ region, modelId }: Series, profiles: ProfileStore): Target | undefined {
  const profile = profiles.findIncludingDeleted(region, modelId.slice(modelId.lastIndexOf('/') + 1));
  if (profile) {
    const model = modelOf(profile.modelArns[0]?.split('/')[1] ?? '');
    const global = profile.modelArns.some((arn) => arn.startsWith('arn:aws:bedrock:::'));
    const { arn: source, tagHistory } = profile;
    return model && { source, model, tier: global ? 'global' : 'regional', tagHistory };
  }
  const model = modelOf(modelId);
  const tier = modelId.startsWith('global.') ? 'global' : 'regional';
  return model && { source: modelId, model, tier, tagHistory: [] };
}

/** The payers of one account's traffic. */
export function payersOf(
  {
    trafficLog,
    profiles,
    account,
  }: { readonly trafficLog: TrafficLog; readonly profiles: ProfileStore; readonly account: string },
  { oneHourShare, directTraffic }: { readonly oneHourShare: number; readonly directTraffic: boolean },
  principals: ReadonlyMap<string, Principal>,
): readonly Payer[] {
  return trafficLog.allSeries().flatMap((series) => {
    const target = targetOf(series, profiles);
    if (!target || (!directTraffic && !target.source.startsWith('arn:'))) return [];
    const { region, patterns, calls } = series;
    const shared = { ...target, account, region };
    const metering = (pattern: Partial<UsagePattern>): MeteringRules =>
      meteringRulesOf(target.model, region, pattern, oneHourShare);
    const alike = groupBy(
      calls,
      ({ caller, firstToken }) => `${firstToken === undefined ? WHOLE : STREAMED} ${caller ?? ''}`,
    );
    return [
      ...patterns.map((pattern) => ({
        ...shared,
        principal: pattern.principal,
        metering: metering(pattern),
        operation: operationOf(pattern),
        traffic: pattern,
      })),
      ...[...alike].map(([key, traffic]) => {
        const [operation = WHOLE, caller = ''] = key.split(' ');
        const principal = caller === '' ? undefined : (principals.get(caller) ?? { arn: caller, tags: {} });
        return { ...shared, principal, metering: metering({}), operation, traffic };
      }),
    ];
  });
}
