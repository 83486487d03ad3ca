/** Acme Robotics: six teams, two dozen people, and the usual disorder. In autumn several moved to newer models. */

import type { Principal } from '../usagePattern';
import type { DirectTraffic, Scenario, ScenarioProfile, Use } from '../scenario';
import { CALLERS, empty, ssoCaller } from './empty';

const SONNET_55 = 'us.anthropic.claude-sonnet-5-5';
const OPUS_55 = 'us.anthropic.claude-opus-5-5';
const HAIKU_55 = 'us.anthropic.claude-haiku-5-5';
const SONNET_5 = 'us.anthropic.claude-sonnet-5';
const OPUS = 'us.anthropic.claude-opus-4-7';
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const SONNET_46 = 'global.anthropic.claude-sonnet-4-6';
const SONNET_45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Tags that the extension sets; `exact` ones name their source. */
function tags(
  team: string,
  member: string,
  source: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { Team: team, MemberName: member, BedrockTallySource: source, ...more };
}

const named = (source: string): string =>
  source
    .replace(/^[a-z]+\.([a-z]+\.)?(claude-)?/, '')
    .replace(/-\d{8}.*|-v\d.*/, '')
    .replaceAll('.', '-');

type Row = readonly [
  team: string,
  member: string,
  source: string,
  use: Use | undefined,
  more?: Readonly<Record<string, string>>,
  ageDays?: number,
];

/** Profiles with complete tags. */
const TAGGED: readonly Row[] = [
  [
    'platform',
    'jane.doe',
    SONNET_5,
    { scale: 1.2, weekend: 0.45, errorRate: 0.01, throttleRate: 0.008 },
    { Project: 'orchard', CostCenter: 'CC-1042' },
  ],
  ['platform', 'jane.doe', HAIKU, { scale: 0.7, weekend: 0.4 }, { Project: 'orchard', CostCenter: 'CC-1042' }],
  ['platform', 'marco.rossi', SONNET_5, { scale: 1, errorRate: 0.01 }, { Project: 'orchard', CostCenter: 'CC-1042' }],
  ['platform', 'marco.rossi', OPUS_55, { scale: 0.4 }, { CostCenter: 'CC-1042' }, 44],
  ['platform', 'aisha.khan', SONNET_46, { scale: 0.9 }],
  ['platform', 'tom.becker', SONNET_55, { scale: 0.8, throttleRate: 0.02 }, {}, 48],
  ['payments', 'lena.fischer', SONNET_5, { scale: 1.1 }, { Project: 'ledger', CostCenter: 'CC-2001' }],
  ['payments', 'lena.fischer', OPUS, { scale: 0.5 }, { Project: 'ledger', CostCenter: 'CC-2001' }],
  [
    'payments',
    'diego.santos',
    SONNET_55,
    { scale: 0.9, utcOffset: -3 },
    { Project: 'ledger', CostCenter: 'CC-2001' },
    40,
  ],
  ['payments', 'grace.obi', HAIKU_55, { scale: 0.8, utcOffset: 0 }, { CostCenter: 'CC-2001' }, 36],
  ['payments', 'noah.weiss', SONNET_45, { scale: 0.6 }],
  ['mobile', 'priya.nair', SONNET_5, { scale: 1, utcOffset: 5 }, { Project: 'pocket' }],
  ['mobile', 'priya.nair', HAIKU, { scale: 0.5, utcOffset: 5 }, { Project: 'pocket' }],
  ['mobile', 'sofia.lindgren', SONNET_46, { scale: 0.8, utcOffset: 1 }, { Project: 'pocket' }],
  ['mobile', 'ben.carter', SONNET_55, { scale: 0.7, utcOffset: -8 }, {}, 30],
  ['mobile', 'chloe.martin', SONNET_45, undefined],
  ['data', 'wei.zhang', SONNET_5, { scale: 1, utcOffset: -8 }, { Project: 'lake', CostCenter: 'CC-3100' }],
  [
    'data',
    'wei.zhang',
    'us.amazon.nova-pro-v1:0',
    { scale: 1.5, rhythm: 'steady', cached: false },
    { Project: 'lake', CostCenter: 'CC-3100' },
  ],
  ['data', 'olga.petrova', SONNET_46, { scale: 0.9, utcOffset: 1 }, { CostCenter: 'CC-3100' }],
  ['data', 'sam.green', 'amazon.nova-micro-v1:0', { scale: 2, rhythm: 'steady', cached: false }, { Project: 'lake' }],
  [
    'ml-research',
    'kofi.mensah',
    OPUS,
    { scale: 1.3, weekend: 0.5, throttleRate: 0.03, endedDaysAgo: 43 },
    { Project: 'gripper' },
  ],
  ['ml-research', 'kofi.mensah', SONNET_5, { scale: 0.8, weekend: 0.4 }, { Project: 'gripper' }],
  ['ml-research', 'hana.kim', OPUS, { scale: 1, utcOffset: -8, alsoUnderArn: true }, { Project: 'gripper' }],
  [
    'ml-research',
    'ivan.novak',
    'us.meta.llama3-3-70b-instruct-v1:0',
    { scale: 1, rhythm: 'steady', cached: false, errorRate: 0.03 },
    { Project: 'gripper' },
  ],
  ['ml-research', 'ivan.novak', 'us.amazon.nova-lite-v1:0', { scale: 0.6, rhythm: 'steady', cached: false }],
  ['developer-experience', 'ella.brown', SONNET_5, { scale: 1, errorRate: 0.02 }, { Project: 'bootstrap' }],
  ['developer-experience', 'ella.brown', HAIKU_55, { scale: 0.6 }, { Project: 'bootstrap' }, 40],
  ['developer-experience', 'raj.patel', SONNET_46, { scale: 0.9 }],
  ['developer-experience', 'mia.jensen', SONNET_45, { scale: 0.4, utcOffset: 1, endedDaysAgo: 9 }],
];

/** Models that people added or moved to. */
const AUTUMN: readonly Row[] = [
  ['ml-research', 'kofi.mensah', OPUS_55, { scale: 1.3, weekend: 0.5, throttleRate: 0.03 }, { Project: 'gripper' }, 44],
  ['developer-experience', 'raj.patel', 'global.openai.gpt-6-astra', { scale: 0.3 }, {}, 20],
  [
    'data',
    'olga.petrova',
    'deepseek.v3.2',
    { scale: 1, utcOffset: 1, rhythm: 'steady', cached: false },
    { CostCenter: 'CC-3100' },
    60,
  ],
  [
    'data',
    'wei.zhang',
    'qwen.qwen3-coder-480b-a35b-v1:0',
    { scale: 0.5, utcOffset: -8, cached: false },
    { Project: 'lake', CostCenter: 'CC-3100' },
    25,
  ],
];

const orderly: readonly ScenarioProfile[] = [...TAGGED, ...AUTUMN].map(
  ([team, member, source, use, more, age], index) => ({
    name: `${team}-${member.replace('.', '-')}-${named(source)}`,
    source,
    // Profiles older than the extension do not name their source.
    tags: index % 4 === 3 ? { Team: team, MemberName: member, ...more } : tags(team, member, source, more),
    ageDays: age ?? 40 + ((index * 37) % 200),
    ...(use ? { use } : {}),
  }),
);

/** A person's principal, with tags that do not depend on a profile. */
const person = (team: string, member: string): Principal => ({
  arn: ssoCaller(`${member}@acme.example`).arn,
  tags: { Team: team, MemberName: member },
});
/** The build machine's user has no tags at all. */
const CI: Principal = { arn: CALLERS.AKIAEXAMPLECIUSER001?.arn ?? '', tags: {} };

/** Profiles that people created by hand, by script, or in a hurry. */
const DISORDERLY: readonly ScenarioProfile[] = [
  { name: 'test', source: HAIKU, ageDays: 210, use: { scale: 0.3, principal: person('mobile', 'ben.carter') } },
  { name: 'my profile 2', source: SONNET_45, ageDays: 150, use: { scale: 0.5, utcOffset: 1 } },
  {
    name: 'claude-agent',
    source: SONNET_5,
    ageDays: 60,
    description: 'shared: do not delete',
    use: { scale: 1.4, throttleRate: 0.02, principal: CI },
  },
  {
    name: 'payments-omar',
    source: SONNET_5,
    tags: { team: 'payments', member: 'omar.haddad' },
    ageDays: 80,
    use: { scale: 0.8, principal: person('payments', 'omar.haddad') },
  },
  {
    name: 'platfrom-uma',
    source: SONNET_46,
    tags: { Team: 'platfrom', MemberName: 'uma.reyes' },
    ageDays: 70,
    use: { scale: 0.6, principal: person('platform', 'uma.reyes') },
  },
  {
    name: 'mobile-ci',
    source: HAIKU,
    tags: { Team: 'mobile', MemberName: '' },
    ageDays: 90,
    use: { scale: 0.5, rhythm: 'steady', principal: CI },
  },
  {
    name: 'data-notebook',
    source: 'us.anthropic.claude-3-5-sonnet-20240620-v1:0',
    tags: { Team: 'data' },
    ageDays: 400,
    use: { scale: 0.3, cached: false },
  },
  {
    name: 'old-summaries',
    source: 'anthropic.claude-3-haiku-20240307-v1:0',
    tags: { Team: 'data', MemberName: 'olga.petrova' },
    ageDays: 500,
    use: { scale: 0.2, cached: false, endedDaysAgo: 20 },
  },
];

const ABROAD: readonly ScenarioProfile[] = [
  {
    region: 'eu-west-1',
    name: 'platform-finn-murphy-sonnet-5',
    source: 'eu.anthropic.claude-sonnet-5',
    tags: tags('platform', 'finn.murphy', 'eu.anthropic.claude-sonnet-5'),
    ageDays: 50,
    use: { scale: 0.9, utcOffset: 0 },
  },
  {
    region: 'eu-west-1',
    name: 'payments-lea-dubois-haiku-4-5',
    source: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    tags: tags('payments', 'lea.dubois', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'),
    ageDays: 45,
    use: { scale: 0.6, utcOffset: 1 },
  },
  {
    region: 'ap-northeast-1',
    name: 'mobile-yuki-tanaka-sonnet-4-5',
    source: 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0',
    tags: tags('mobile', 'yuki.tanaka', 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0'),
    ageDays: 55,
    use: { scale: 1, utcOffset: 9 },
  },
];

/** Traffic without tags. */
const DIRECT: readonly DirectTraffic[] = [
  {
    modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    use: { scale: 0.9, errorRate: 0.01, principal: person('data', 'sam.green') },
  },
  { modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', use: { scale: 0.6, rhythm: 'steady' } },
  { modelId: 'anthropic.claude-3-haiku-20240307-v1:0', use: { scale: 0.3, rhythm: 'steady', cached: false } },
  { modelId: 'amazon.titan-embed-text-v2:0', use: { scale: 1, rhythm: 'steady', cached: false } },
  {
    region: 'ap-northeast-1',
    modelId: 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0',
    use: { scale: 0.4, utcOffset: 9 },
  },
];

export const company: Scenario = {
  ...empty,
  name: 'company',
  // Enough time for comparisons from month to month.
  days: 95,
  // The other tag keys are known, and inactive.
  billing: { activation: { Team: { daysAgo: 60 }, MemberName: { daysAgo: 60 } }, otherServices: true },
  profiles: [...orderly, ...DISORDERLY, ...ABROAD],
  direct: DIRECT,
  newProfilesGetTraffic: true,
};

/** The same company on Jane's first day. */
export const newcomer: Scenario = {
  ...company,
  name: 'newcomer',
  profiles: company.profiles.filter(({ tags: { MemberName } = {} }) => MemberName !== 'jane.doe'),
};
