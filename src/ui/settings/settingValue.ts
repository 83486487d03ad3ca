/** What a setting's value is, from what the user and the folder have set. Pure: VS Code is asked in settings.ts. */

import type { BudgetLimit } from '../../core/budgets/budget';
import { isRecord } from '../../core/collections';
import { SETTINGS, type Settings } from '../../manifest';
import * as stricter from '../../core/settings/folderRestrictions';
import { SETTING_RULES } from './settingRules';
import { parseSetting } from './parseSetting';

/** The raw values of settings files: anything, for they are edited by hand. Undefined where it is not set. */
export interface SetValues {
  readonly user: unknown;
  /** In the files of the folder or workspace. */
  readonly folder: unknown;
}

type Key = keyof Settings;
/** Reads what the user and the folder have set. */
export type ReadSetting = (key: Key) => SetValues;

/** Whether a folder's value counts at all. */
function folderCounts(key: Key, trusted: boolean): boolean {
  const { folder } = SETTING_RULES[key];
  return folder === 'always' || (trusted && folder !== 'never');
}

/**
 * The value that counts. A value of a wrong kind counts as not set, but for residency rules, which allow nothing then.
 */
export function settingValue<Name extends Key>(key: Name, read: ReadSetting, trusted: boolean): Settings[Name] {
  const values = <Of extends Key>(of: Of): UserAndFolder<Settings[Of]> => {
    const { user, folder } = read(of);
    return {
      user: parseSetting(of, user) ?? SETTINGS[of],
      folder: folderCounts(of, trusted) ? parseSetting(of, folder) : undefined,
    };
  };
  const { user, folder } = values(key);
  if (SETTING_RULES[key].folder === 'stricter') return STRICTER[key as StricterKey](values) as Settings[Name];
  if (folder === undefined) return user;
  // As VS Code does it: of objects both count.
  return isRecord(user) && isRecord(folder) ? (merged(user, folder) as Settings[Name]) : folder;
}

interface UserAndFolder<Value> {
  readonly user: Value;
  readonly folder: Value | undefined;
}
type ValuesOf = <Of extends Key>(key: Of) => UserAndFolder<Settings[Of]>;

type BudgetName = 'mine' | 'team';
type StricterKey =
  | 'create.requiredTags'
  | 'residency.allowedRegions'
  | 'residency.outside'
  | 'budget.warnAt'
  | `budget.${BudgetName}.${'amount' | 'period'}`;

/** The user's value, made stricter by the folder's where that has one. */
function combined<Value>(
  { user, folder }: UserAndFolder<Value>,
  combine: (user: Value, folder: Value) => Value,
): Value {
  return folder === undefined ? user : combine(user, folder);
}

/** Amount and period belong together. A folder's period alone changes no budget. */
function budgetOf(name: BudgetName, values: ValuesOf): BudgetLimit {
  const amount = values(`budget.${name}.amount`);
  const period = values(`budget.${name}.period`);
  const user = { amount: amount.user, period: period.user };
  const folder = { amount: amount.folder ?? 0, period: period.folder ?? period.user };
  return stricter.stricterBudget(user, folder);
}

const STRICTER: { readonly [Of in StricterKey]: (values: ValuesOf) => Settings[Of] } = {
  'create.requiredTags': (values) => combined(values('create.requiredTags'), stricter.stricterTags),
  'residency.allowedRegions': (values) => combined(values('residency.allowedRegions'), stricter.stricterRegions),
  'residency.outside': (values) => combined(values('residency.outside'), stricter.stricterOutsideRegions),
  'budget.warnAt': (values) => combined(values('budget.warnAt'), stricter.stricterThresholds),
  'budget.mine.amount': (values) => budgetOf('mine', values).amount,
  'budget.mine.period': (values) => budgetOf('mine', values).period,
  'budget.team.amount': (values) => budgetOf('team', values).amount,
  'budget.team.period': (values) => budgetOf('team', values).period,
};

const merged = (...objects: readonly object[]): unknown =>
  Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
