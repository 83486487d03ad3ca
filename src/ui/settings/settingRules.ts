/**
 * Who may set each setting, and within which bounds. package.json declares the same of each; a test holds both against
 * each other.
 */

import { BUDGET_PERIODS } from '../../core/budgets/budget';
import type { Settings } from '../../manifest';

/**
 * What the files of a folder or workspace may do to a setting. `never`: nothing, trusted or not. `stricter`: a trusted
 * one may make the user's own value stricter. `trusted`: a trusted one may set it. `always`: also one that nobody
 * trusts.
 */
export type FolderRight = 'never' | 'stricter' | 'trusted' | 'always';

/** What a folder may decide of a setting, and within which bounds its values are. */
export interface SettingRule {
  readonly folder: FolderRight;
  readonly why: string;
  /** Of numbers, and of the numbers in a list: what is beyond counts as the bound. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Fractions count as the next higher whole number. */
  readonly whole?: true;
  /** Of texts: what else there is counts as not set. */
  readonly values?: readonly string[];
}

const DAY_MINUTES = 1440;
/** US dollars; far above any budget, and well within what can be added up exactly. */
const MAX_DOLLARS = 1e9;
const CREDENTIALS = 'decides whose credentials are used, and where they are sent';
const COSTS = 'decides how often AWS is asked, which costs money';
const IDENTITY = 'decides whose usage is shown as mine';
const CREATION = 'decides what new profiles are made of';
const RESIDENCY = 'a folder may forbid more Regions, and allow none that the user forbids';
const BUDGET = 'a folder may lower a budget, and raise none';
const GATEWAY = 'decides which requests the gateway sends, in all windows';
const APPEARANCE = 'changes only looks';

const amount = { folder: 'stricter', why: BUDGET, minimum: 0, maximum: MAX_DOLLARS } as const;
const period = { folder: 'stricter', why: BUDGET, values: BUDGET_PERIODS } as const;

/** One row for each setting. */
export const SETTING_RULES: Readonly<Record<keyof Settings, SettingRule>> = {
  'aws.profile': { folder: 'never', why: CREDENTIALS },
  'aws.region': { folder: 'never', why: CREDENTIALS },
  'aws.endpoint': { folder: 'never', why: CREDENTIALS },
  'me.team': { folder: 'trusted', why: IDENTITY },
  'me.member': { folder: 'trusted', why: IDENTITY },
  'tags.teamKey': { folder: 'trusted', why: IDENTITY },
  'tags.memberKey': { folder: 'trusted', why: IDENTITY },
  'tags.replacements': { folder: 'trusted', why: CREATION },
  'create.nameTemplate': { folder: 'trusted', why: CREATION },
  'create.descriptionTemplate': { folder: 'trusted', why: CREATION },
  'create.extraTags': { folder: 'trusted', why: CREATION },
  'create.requiredTags': { folder: 'stricter', why: 'a folder may require more tags, and take none away' },
  'residency.allowedRegions': { folder: 'stricter', why: RESIDENCY },
  'residency.outside': { folder: 'stricter', why: RESIDENCY, values: ['warn', 'block'] },
  'profiles.grouping': { folder: 'always', why: APPEARANCE, values: ['owner', 'model', 'flat'] },
  'profiles.onlyTags': { folder: 'trusted', why: 'hides profiles' },
  'usage.pollMinutes': { folder: 'never', why: COSTS, minimum: 1, maximum: DAY_MINUTES },
  'usage.teamPollMinutes': { folder: 'never', why: COSTS, minimum: 5, maximum: DAY_MINUTES },
  'statusBar.show': { folder: 'always', why: APPEARANCE, values: ['both', 'tokens', 'money'] },
  'prices.overrides': { folder: 'never', why: 'decides every estimate, and so whether a budget warns' },
  'prices.refreshDays': {
    folder: 'never',
    why: 'decides how often AWS is asked',
    minimum: 0,
    maximum: 90,
    whole: true,
  },
  'bill.automatic': { folder: 'never', why: 'agrees to what Cost Explorer costs' },
  'budget.mine.amount': amount,
  'budget.mine.period': period,
  'budget.team.amount': amount,
  'budget.team.period': period,
  'budget.warnAt': {
    folder: 'stricter',
    why: 'a folder may add warnings, and silence none',
    minimum: 1,
    maximum: 1000,
  },
  'gateway.passThrough': { folder: 'never', why: GATEWAY },
  'gateway.othersProfiles': { folder: 'never', why: GATEWAY },
};
