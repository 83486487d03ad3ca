/**
 * The one place where the ids that package.json declares are written in code. A test holds both against each other,
 * both ways.
 */

import type { BudgetPeriod } from './core/budgets/budget';

/** Command ids. */
export const COMMANDS = {
  connect: 'bedrockTally.connect',
  chooseRegion: 'bedrockTally.chooseRegion',
  signIn: 'bedrockTally.signIn',
  refresh: 'bedrockTally.refresh',
  createProfile: 'bedrockTally.createProfile',
  useInCline: 'bedrockTally.useInCline',
  useInAgent: 'bedrockTally.useInAgent',
  useMyProfile: 'bedrockTally.useMyProfile',
  showAgentChange: 'bedrockTally.showAgentChange',
  undoAgentChange: 'bedrockTally.undoAgentChange',
  openAgentFile: 'bedrockTally.openAgentFile',
  refreshAgents: 'bedrockTally.refreshAgents',
  startGateway: 'bedrockTally.startGateway',
  stopGateway: 'bedrockTally.stopGateway',
  switchAgentsBack: 'bedrockTally.switchAgentsBack',
  showGatewayCalls: 'bedrockTally.showGatewayCalls',
  clearGatewayJournal: 'bedrockTally.clearGatewayJournal',
  copyArn: 'bedrockTally.copyArn',
  copyId: 'bedrockTally.copyId',
  copyCliCommand: 'bedrockTally.copyCliCommand',
  openInConsole: 'bedrockTally.openInConsole',
  showUsage: 'bedrockTally.showUsage',
  openUsage: 'bedrockTally.openUsage',
  deleteProfile: 'bedrockTally.deleteProfile',
  changeGrouping: 'bedrockTally.changeGrouping',
  filterByTags: 'bedrockTally.filterByTags',
  clearFilter: 'bedrockTally.clearFilter',
  exploreSampleData: 'bedrockTally.exploreSampleData',
  leaveSampleData: 'bedrockTally.leaveSampleData',
  showLog: 'bedrockTally.showLog',
  copyMissingPermission: 'bedrockTally.copyMissingPermission',
  changeStatusBar: 'bedrockTally.changeStatusBar',
  showTeamUsage: 'bedrockTally.showTeamUsage',
  refreshPrices: 'bedrockTally.refreshPrices',
  setBudget: 'bedrockTally.setBudget',
  manageAlerts: 'bedrockTally.manageAlerts',
  manageCostTags: 'bedrockTally.manageCostTags',
  exportReport: 'bedrockTally.exportReport',
  showPolicies: 'bedrockTally.showPolicies',
  verifyProfile: 'bedrockTally.verifyProfile',
  diagnose: 'bedrockTally.diagnose',
  copyPolicy: 'bedrockTally.copyPolicy',
  copyReport: 'bedrockTally.copyReport',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** The prefix of every setting. */
export const SETTINGS_SECTION = 'bedrockTally';

export type Grouping = 'owner' | 'model' | 'flat';

/** Settings by key, without the prefix, with their defaults. */
export const SETTINGS = {
  'aws.profile': '',
  'aws.region': '',
  'aws.endpoint': '',
  'me.team': '',
  'me.member': '',
  'tags.teamKey': 'Team',
  'tags.memberKey': 'MemberName',
  'tags.replacements': {} as Readonly<Record<string, string>>,
  'create.nameTemplate': '{team}-{member}-{model}',
  'create.descriptionTemplate': '',
  'create.extraTags': {} as Readonly<Record<string, string>>,
  'create.requiredTags': {} as Readonly<Record<string, readonly string[]>>,
  'residency.allowedRegions': [] as readonly string[],
  'residency.outside': 'warn' as 'warn' | 'block',
  'profiles.grouping': 'owner' as Grouping,
  'profiles.onlyTags': {} as Readonly<Record<string, string>>,
  'usage.pollMinutes': 5,
  'usage.teamPollMinutes': 60,
  'statusBar.show': 'both' as 'tokens' | 'money' | 'both',
  'prices.overrides': {} as Readonly<Record<string, unknown>>,
  'prices.refreshDays': 7,
  'bill.automatic': false,
  'budget.mine.amount': 0,
  'budget.mine.period': 'month' as BudgetPeriod,
  'budget.team.amount': 0,
  'budget.team.period': 'month' as BudgetPeriod,
  'budget.warnAt': [80, 100] as readonly number[],
  'gateway.passThrough': false,
  'gateway.othersProfiles': false,
};
export type Settings = typeof SETTINGS;

/** What the view shows when it has no rows: a problem's code, or one of these. */
export const WELCOME_STATES = ['idle', 'connecting', 'connected'] as const;

/** Context keys that when-clauses use. */
export const CONTEXT_KEYS = {
  /** One of WELCOME_STATES or a problem's code. */
  state: 'bedrockTally.state',
  sample: 'bedrockTally.sample',
  filtered: 'bedrockTally.filtered',
  /** Agents were looked for, and none was found. */
  noAgents: 'bedrockTally.noAgents',
} as const;

export const TREE_VIEWS = { profiles: 'bedrockTally.profiles', agents: 'bedrockTally.agents' } as const;
export const VIEW_CONTAINER = 'bedrockTally';

/** Webview panels; they are not declared in package.json. */
export const PANELS = { usage: 'bedrockTally.usage', clineGuide: 'bedrockTally.clineGuide' } as const;
