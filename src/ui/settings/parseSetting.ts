/** Reads the raw values of settings files: a value of the setting's own kind and within its bounds, or none. */

import { isRecord } from '../../core/collections';
import { SETTINGS, type Settings } from '../../manifest';
import { NO_REGION } from '../../core/settings/folderRestrictions';
import { SETTING_RULES, type SettingRule } from './settingRules';

type Key = keyof Settings;

/** Who sets a rule and mistypes it must not get none. */
const STRICTEST: Partial<Settings> = { 'residency.allowedRegions': [NO_REGION], 'residency.outside': 'block' };

/**
 * The value, or undefined where none is set or it is of another kind. Residency rules that cannot be read allow
 * nothing.
 */
export function parseSetting<Name extends Key>(key: Name, raw: unknown): Settings[Name] | undefined {
  if (raw === undefined) return undefined;
  const reader = READERS[key] ?? readerLike(SETTINGS[key]);
  return (reader(raw, SETTING_RULES[key]) as Settings[Name] | undefined) ?? STRICTEST[key];
}

type Reader = (raw: unknown, rule: SettingRule) => unknown;

/** By the kind of the default. */
function readerLike(model: unknown): Reader {
  if (Array.isArray(model)) return readTexts;
  if (typeof model === 'number') return readNumber;
  if (typeof model === 'string') return readText;
  return typeof model === 'boolean' ? (raw) => (typeof raw === 'boolean' ? raw : undefined) : readTextsByKey;
}

const READERS: Partial<Record<Key, Reader>> = {
  'create.requiredTags': readListsByKey,
  'budget.warnAt': readNumbers,
  // Each entry is checked where it is used, so that one that is wrong can be reported.
  'prices.overrides': (raw) => (isRecord(raw) ? raw : undefined),
};

function readNumber(raw: unknown, { minimum, maximum, whole }: SettingRule): number | undefined {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return undefined;
  const number = whole === true ? Math.ceil(raw) : raw;
  return Math.min(maximum ?? number, Math.max(minimum ?? number, number));
}

const readText: Reader = (raw, { values }) =>
  typeof raw === 'string' && (values === undefined || values.includes(raw)) ? raw : undefined;

const readTexts: Reader = (raw) =>
  Array.isArray(raw) && raw.every((item) => typeof item === 'string') ? raw : undefined;

function readNumbers(raw: unknown, rule: SettingRule): readonly number[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const numbers = raw.map((item) => readNumber(item, rule));
  return numbers.every((item) => item !== undefined) ? numbers : undefined;
}

/** A tag's value as a person may write it: `4711` is meant as the text. */
const tagText = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

/** One entry that is wrong does not undo the others. */
const readTextsByKey: Reader = (raw) =>
  isRecord(raw)
    ? Object.fromEntries(
        Object.entries(raw).flatMap(([key, value]) => {
          const text = tagText(value);
          return text === undefined ? [] : [[key, text]];
        }),
      )
    : undefined;

/** A key whose values cannot be read is required all the same, with any value. */
function readListsByKey(raw: unknown): Settings['create.requiredTags'] | undefined {
  if (!isRecord(raw)) return undefined;
  return Object.fromEntries(
    Object.entries(raw).map(([key, values]) => [
      key,
      (Array.isArray(values) ? values : [values]).map(tagText).filter((text) => text !== undefined),
    ]),
  );
}
