/** The table of requests: what developers, team leads and readers do and try, and who of them may. */

import { HAIKU, SONNET } from '../builders';
import type { Request } from './evaluate';
import { Account, ACCOUNT, INPUT, JANE, NOVA, ownerTags } from './requests';

const STREAM = 'bedrock:InvokeModelWithResponseStream';
export const OTHER_MODEL = 'meta.llama3-3-70b-instruct-v1:0';

/** Jane in a Region that nobody is meant to use. */
const ELSEWHERE = new Account(JANE, INPUT, 'us-east-1');

/** Who may: d the developer, l the team lead, r the reader. */
export type Row = readonly [story: string, who: string, requests: readonly Request[]];

const BOTH = ['shown', 'hidden'] as const;

function invoking(aws: Account, me: string): readonly Row[] {
  const mine = ownerTags('platform', me);
  const others = ownerTags('platform', 'john@example.com');
  return [
    ['invoke my profile at home', 'd', aws.invoke(mine, SONNET, 'eu-west-1')],
    ['invoke my profile, routed to Frankfurt', 'd', aws.invoke(mine, SONNET, 'eu-central-1')],
    ['invoke my profile, routed to Stockholm', 'd', aws.invoke(mine, SONNET, 'eu-north-1')],
    ['invoke my global profile', 'd', aws.invoke(mine, HAIKU, '')],
    ['invoke my global profile, served at home', 'd', aws.invoke(mine, HAIKU, 'eu-west-1')],
    ['invoke my profile over a model in the one Region', 'd', aws.invoke(mine, NOVA, 'eu-west-1')],
    ['invoke mine in another Region', '', ELSEWHERE.invoke(mine, SONNET, 'eu-west-1')],
    ['stream from my profile', 'd', aws.invoke(mine, SONNET, 'eu-central-1', STREAM)],
    ['stream from my global profile', 'd', aws.invoke(mine, HAIKU, '', STREAM)],
    [
      'invoke mine where the source is asked for too',
      'd',
      aws.invokeThroughSystem(mine, `eu.${SONNET}`, SONNET, 'eu-west-1'),
    ],
    ['invoke my profile, routed out of the allowed Regions', '', aws.invoke(mine, SONNET, 'us-east-1')],
    ['invoke my profile over a model that is not allowed', '', aws.invoke(mine, OTHER_MODEL, 'eu-west-1')],
    ["invoke another's profile", '', aws.invoke(others, SONNET, 'eu-west-1')],
    ["stream from another's profile", '', aws.invoke(others, SONNET, 'eu-west-1', STREAM)],
    [
      'invoke one with my name in other letters',
      '',
      aws.invoke(ownerTags('platform', me.toUpperCase()), SONNET, 'eu-west-1'),
    ],
    ['invoke an untagged profile', '', aws.invoke({}, SONNET, 'eu-west-1')],
    ['invoke one that names only the team', '', aws.invoke({ Team: 'platform' }, SONNET, 'eu-west-1')],
    ['invoke a model directly', '', aws.invokeModel(SONNET)],
    ['stream from a model directly', '', aws.invokeModel(SONNET, STREAM)],
    ['invoke a system profile', '', aws.invokeSystem(`eu.${SONNET}`, SONNET, 'eu-central-1')],
    ['stream from the global system profile', '', aws.invokeSystem(`global.${HAIKU}`, HAIKU, '', STREAM)],
    [
      'use the OpenAI-compatible endpoint',
      '',
      aws.call('bedrock-mantle:CreateInference', `arn:aws:bedrock-mantle:eu-west-1:${ACCOUNT}:project/p`),
    ],
  ];
}

function creating(aws: Account, me: string): readonly Row[] {
  const eu = aws.systemArn(`eu.${SONNET}`);
  const mine = ownerTags('platform', me);
  const other = ownerTags('platform', 'john@example.com');
  const { Team, ...teamless } = mine;
  const { MemberName, ...memberless } = mine;
  return BOTH.flatMap((shown): readonly Row[] => [
    ['create my own', 'dl', aws.create(mine, eu, shown)],
    ['create my own from the global profile', 'dl', aws.create(mine, aws.systemArn(`global.${HAIKU}`), shown)],
    ['create my own from a model', 'dl', aws.create(mine, aws.modelArn(NOVA), shown)],
    ['create with an allowed extra tag', 'dl', aws.create({ ...mine, Project: 'x' }, eu, shown)],
    ['create for somebody else', 'l', aws.create(other, eu, shown)],
    ['create for another team', '', aws.create(ownerTags('data', me), eu, shown)],
    ['create without a team', '', aws.create(teamless, eu, shown)],
    ['create without a name', '', aws.create(memberless, eu, shown)],
    ['create with an empty name', '', aws.create(ownerTags('platform', ''), eu, shown)],
    ['create without tags', '', aws.create(undefined, eu, shown)],
    ['create with an empty list of tags', '', aws.create({}, eu, shown)],
    ['create with an unknown tag', '', aws.create({ ...mine, Shadow: '1' }, eu, shown)],
    [
      'create with the name under a key in other letters',
      '',
      aws.create({ ...memberless, membername: MemberName ?? '' }, eu, shown),
    ],
    ['create with the team under a key in other letters', '', aws.create({ ...teamless, TEAM: Team ?? '' }, eu, shown)],
    ['create from a system profile that is not allowed', '', aws.create(mine, aws.systemArn(`us.${SONNET}`), shown)],
    ['create from a model that is not allowed', '', aws.create(mine, aws.modelArn(SONNET), shown)],
    ['create in another Region', '', ELSEWHERE.create(mine, ELSEWHERE.systemArn(`eu.${SONNET}`), shown)],
  ]);
}

function tagging(aws: Account, me: string): readonly Row[] {
  const mine = ownerTags('platform', me);
  const other = ownerTags('platform', 'john@example.com');
  const foreign = ownerTags('data', 'ann@example.com');
  return [
    ['tag mine with a project', 'dl', aws.tag(mine, { Project: 'x' })],
    ['write my own tags again', 'dl', aws.tag(mine, mine)],
    ["make a colleague's profile mine", 'l', aws.tag(other, mine)],
    ["make another team's profile mine", '', aws.tag(foreign, mine)],
    ["tag a colleague's profile with a project", 'l', aws.tag(other, { Project: 'x' })],
    ["tag another team's profile with a project", '', aws.tag(foreign, { Project: 'x' })],
    ['make a profile of the data team without a name mine', '', aws.tag({ Team: 'data' }, mine)],
    ['give mine to somebody else', 'l', aws.tag(mine, { MemberName: 'john@example.com' })],
    ['empty the name on mine', '', aws.tag(mine, { MemberName: '' })],
    ['give mine to another team', '', aws.tag(mine, { Team: 'data' })],
    ['tag mine with an unknown key', '', aws.tag(mine, { Shadow: '1' })],
    ['tag mine with a key in other letters', '', aws.tag(mine, { membername: me })],
    ['take the name off mine', '', aws.untag(mine, ['MemberName'])],
    ['take a project off mine', '', aws.untag(mine, ['Project'])],
    ["untag another's", '', aws.untag(other, ['MemberName'])],
    ['tag through the tagging API alone', '', aws.call('tag:TagResources')],
    ['untag through the tagging API alone', '', aws.call('tag:UntagResources')],
    ['delete mine', 'dl', aws.delete(mine)],
    ['delete mine in another Region', '', ELSEWHERE.delete(mine)],
    ["delete a colleague's", 'l', aws.delete(other)],
    ["delete another team's", '', aws.delete(foreign)],
    ['delete an untagged one', '', aws.delete({})],
  ];
}

/** What somebody would try who means to get around the tags. */
function tricks(aws: Account, me: string): readonly Row[] {
  const mine = ownerTags('platform', me);
  const other = ownerTags('platform', 'john@example.com');
  const foreign = ownerTags('data', 'ann@example.com');
  const { MemberName = '', ...memberless } = mine;
  const eu = aws.systemArn(`eu.${SONNET}`);
  const at = (arn: string): readonly Request[] => aws.invokeAt(arn, mine, SONNET, 'eu-west-1');
  const profile = (partition: string, account: string): string =>
    `arn:${partition}:bedrock:eu-west-1:${account}:application-inference-profile/abcdefghijkl`;
  return [
    ['invoke mine, named in full', 'd', at(profile('aws', ACCOUNT))],
    ['invoke one in another account that is tagged with my name', '', at(profile('aws', '444455556666'))],
    ['invoke one in another partition that is tagged with my name', '', at(profile('aws-cn', ACCOUNT))],
    [
      'reach a model through a profile of another account',
      '',
      [aws.modelLeg('bedrock:InvokeModel', SONNET, 'eu-west-1', profile('aws', '444455556666'))],
    ],
    [
      'reach a model through a system profile while naming no application profile',
      '',
      [aws.modelLeg('bedrock:InvokeModel', SONNET, 'eu-central-1', aws.systemArn(`eu.${SONNET}`))],
    ],
    [
      'invoke one with my name under a value with spaces',
      '',
      aws.invoke({ ...mine, MemberName: ` ${me} ` }, SONNET, ''),
    ],
    ['invoke one that is tagged with a star', '', aws.invoke({ ...mine, MemberName: '*' }, SONNET, 'eu-west-1')],
    [
      'invoke one that is tagged with the variable’s own text',
      '',
      aws.invoke({ ...mine, MemberName: '${aws:userid}' }, SONNET, 'eu-west-1'),
    ],
    ['create with the name in other letters', 'l', aws.create({ ...mine, MemberName: me.toUpperCase() }, eu, 'hidden')],
    ['create for everybody', 'l', aws.create({ ...mine, MemberName: '*' }, eu, 'hidden')],
    [
      'create with my name and, under a key in other letters, another one',
      '',
      aws.create({ ...memberless, MemberName, MEMBERNAME: 'john@example.com' }, eu, 'hidden'),
    ],
    ['create with fifty more tags', '', aws.create({ ...mine, ...fifty() }, eu, 'hidden')],
    ['copy the profile of another team', '', aws.copy(foreign, mine)],
    ['copy a colleague’s profile', 'l', aws.copy(other, mine)],
    ['give mine to somebody else, with all its tags', 'l', aws.tag(mine, other)],
    ['give mine to somebody else and another team', '', aws.tag(mine, foreign)],
    ['give mine to nobody and tag it anew', '', aws.untag(mine, ['MemberName', 'Team'])],
    ['tag a profile that does not say whose it is', '', aws.tag({}, { Project: 'x' })],
    // Nothing tells it from the tagging of a new one; then it is mine and counted for me.
    ['make a profile mine that nobody is named on', 'dl', aws.tag({}, mine)],
    [
      'make a profile mine that nobody is named on, and then delete it',
      'dl',
      [...aws.tag({}, mine), ...aws.delete(mine)],
    ],
    ['make a profile a colleague’s that nobody is named on', 'l', aws.tag({}, other)],
    ['change a profile’s tags by making it again', '', aws.create(undefined, eu, 'hidden')],
  ];
}

const fifty = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`More${index}`, 'x']));

function looking(aws: Account, me: string): readonly Row[] {
  const alarm = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:Tokens`;
  const budget = `arn:aws:budgets::${ACCOUNT}:budget/b`;
  return [
    ['list profiles', 'dlr', aws.call('bedrock:ListInferenceProfiles')],
    ['list models', 'dlr', aws.call('bedrock:ListFoundationModels')],
    ['list tags in bulk', 'dlr', aws.call('tag:GetResources')],
    ['list metrics', 'dlr', aws.call('cloudwatch:ListMetrics')],
    ['read metrics', 'dlr', aws.call('cloudwatch:GetMetricData')],
    ['read my profile', 'dlr', aws.read(ownerTags('platform', me))],
    ["read another's profile", 'dlr', aws.read(ownerTags('data', 'ann@example.com'))],
    ['read my profile in another Region', '', ELSEWHERE.read(ownerTags('platform', me))],
    ['read the bill', 'l', aws.call('ce:GetCostAndUsage')],
    ['see cost allocation tags', 'l', aws.call('ce:ListCostAllocationTags')],
    ['see past backfills of them', 'l', aws.call('ce:ListCostAllocationTagBackfillHistory')],
    ['see budgets', 'l', aws.call('budgets:ViewBudget', budget)],
    ['see whose a budget is', 'l', aws.call('budgets:ListTagsForResource', budget)],
    ['see anomaly monitors', 'l', aws.call('ce:GetAnomalyMonitors')],
    ['see alarms', 'l', aws.call('cloudwatch:DescribeAlarms', alarm)],
    ['delete an anomaly monitor', '', aws.call('ce:DeleteAnomalyMonitor', `arn:aws:ce::${ACCOUNT}:anomalymonitor/m`)],
    ['activate cost allocation tags', '', aws.call('ce:UpdateCostAllocationTagsStatus')],
    ['write an alarm', '', aws.call('cloudwatch:PutMetricAlarm', alarm)],
    ['change a budget', '', aws.call('budgets:ModifyBudget', budget)],
    ['look into S3', '', aws.call('s3:ListAllMyBuckets')],
  ];
}

/** The whole table for somebody whose member tag is `me`. */
export const rowsFor = (aws: Account, me: string): readonly Row[] => [
  ...invoking(aws, me),
  ...creating(aws, me),
  ...tagging(aws, me),
  ...tricks(aws, me),
  ...looking(aws, me),
];
