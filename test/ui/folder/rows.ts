import { SETTINGS, type Settings } from '../../../src/manifest';

type Key = keyof Settings;

/** A setting of the user's, the same in the files of a folder, and what counts once the folder is trusted. */
export interface Row<Name extends Key> {
  readonly user: Settings[Name];
  readonly folder: unknown;
  readonly trusted: Settings[Name];
}

const FREE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const MODELS = ['claude-sonnet-5', 'claude-haiku-4-5-20251001-v1:0'].map((model) => `anthropic.${model}`);
const OVERRIDES = { 'anthropic.claude-opus-4': { input: 1, output: 2 } };

/** One for each setting; `trap` is the endpoint that the folder would like to be called. */
export const rowsFor = (endpoint: string, trap: string): { readonly [Name in Key]: Row<Name> } => ({
  'aws.profile': { user: 'acme-dev', folder: 'default', trusted: 'acme-dev' },
  'aws.region': { user: 'us-east-1', folder: 'eu-west-1', trusted: 'us-east-1' },
  'aws.endpoint': { user: endpoint, folder: trap, trusted: endpoint },
  'me.team': { user: 'platform', folder: 'mobile', trusted: 'mobile' },
  'me.member': { user: '', folder: 'marco.rossi', trusted: 'marco.rossi' },
  'tags.teamKey': { user: 'Team', folder: 'Squad', trusted: 'Squad' },
  'tags.memberKey': { user: 'MemberName', folder: 'Developer', trusted: 'Developer' },
  'tags.replacements': { user: { 開発部: 'kaihatsu' }, folder: { 開発部: 'theirs' }, trusted: { 開発部: 'theirs' } },
  'create.nameTemplate': { user: '{member}-{model}', folder: 'theirs', trusted: 'theirs' },
  'create.descriptionTemplate': { user: 'by {member}', folder: 'by nobody', trusted: 'by nobody' },
  'create.extraTags': {
    user: { CostCenter: '4711', Environment: 'dev' },
    folder: { CostCenter: '1' },
    trusted: { CostCenter: '1', Environment: 'dev' },
  },
  'create.requiredTags': {
    user: { Environment: ['dev', 'prod'] },
    folder: { Environment: ['prod', 'test'], Project: [] },
    trusted: { Environment: ['prod'], Project: [] },
  },
  'residency.allowedRegions': {
    user: ['us-east-1', 'us-east-2', 'us-west-2'],
    folder: ['us-west-2', 'us-east-1', 'eu-west-1'],
    trusted: ['us-east-1', 'us-west-2'],
  },
  'residency.outside': { user: 'block', folder: 'warn', trusted: 'block' },
  'profiles.grouping': { user: 'flat', folder: 'owner', trusted: 'owner' },
  'profiles.onlyTags': { user: {}, folder: { Team: 'mobile' }, trusted: { Team: 'mobile' } },
  'usage.pollMinutes': { user: SETTINGS['usage.pollMinutes'], folder: 0.01, trusted: 5 },
  'usage.teamPollMinutes': { user: 120, folder: 5, trusted: 120 },
  'statusBar.show': { user: 'tokens', folder: 'both', trusted: 'both' },
  'prices.overrides': {
    user: OVERRIDES,
    folder: Object.fromEntries(['', 'us.', 'global.'].flatMap((geo) => MODELS.map((model) => [geo + model, FREE]))),
    trusted: OVERRIDES,
  },
  'prices.refreshDays': { user: 7, folder: 0.00001, trusted: 7 },
  'bill.automatic': { user: false, folder: true, trusted: false },
  'budget.mine.amount': { user: 1, folder: 1_000_000, trusted: 1 },
  'budget.mine.period': { user: 'month', folder: 'day', trusted: 'month' },
  'budget.team.amount': { user: 500_000, folder: 100_000, trusted: 100_000 },
  'budget.team.period': { user: 'month', folder: 'month', trusted: 'month' },
  'budget.warnAt': { user: [90], folder: [50], trusted: [50, 90] },
  'gateway.passThrough': { user: false, folder: true, trusted: false },
  'gateway.othersProfiles': { user: false, folder: true, trusted: false },
});
