/** The costs of further accounts of the organization, which are not in this account's CloudWatch. */

import type { UsagePattern } from '../usagePattern';
import { seedOf } from '../prng';
import { meteringRulesOf, modelOf, operationOf, type Payer } from './payers';

interface Stream {
  readonly source: string;
  readonly region: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly scale: number;
}

/** The members of each linked account; the first is of a team that this account has as well. */
const STREAMS: readonly Stream[] = [
  {
    source: 'us.anthropic.claude-sonnet-5',
    region: 'us-east-1',
    tags: { Team: 'platform', MemberName: 'zoe.ito' },
    scale: 0.6,
  },
  {
    source: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    region: 'eu-west-1',
    tags: { Team: 'field-robots', MemberName: 'ian.wood' },
    scale: 0.4,
  },
  { source: 'amazon.nova-lite-v1:0', region: 'us-east-1', scale: 0.3 },
];

/** Payers of a linked account from `from` on, ms since 1970; always the same for one account. */
export function linkedPayers(account: string, from: number, oneHourShare: number): readonly Payer[] {
  return STREAMS.flatMap(({ source, region, tags, scale }) => {
    const model = modelOf(source);
    if (!model) return [];
    const seed = seedOf(`${account} ${source}`);
    const pattern: UsagePattern = {
      seed,
      rhythm: 'agent',
      scale,
      utcOffset: -5,
      weekend: 0.2,
      cached: model.provider === 'Anthropic',
      context: 1,
      errorRate: 0,
      throttleRate: 0,
      from,
      until: Infinity,
    };
    return {
      account,
      region,
      source: tags ? `arn:aws:bedrock:${region}:${account}:application-inference-profile/${seed.toString(36)}` : source,
      model,
      tier: source.startsWith('global.') ? ('global' as const) : ('regional' as const),
      tagHistory: tags ? [{ from, tags: new Map(Object.entries(tags)) }] : [],
      principal: undefined,
      metering: meteringRulesOf(model, region, {}, oneHourShare),
      operation: operationOf(pattern),
      traffic: pattern,
    };
  });
}
