/** The questions about team, member and extra tags. */

import { l10n, QuickPickItemKind } from 'vscode';
import { ownValue } from '../../core/collections';
import { normalizeTagKey, normalizeTagValue, TAGS_MAX, type NormalizedText } from '../../core/profiles/nameRules';
import { missingTags } from '../../core/profiles/createPlan';
import { ownerOf, type Tags } from '../../core/profiles/profile';
import { isTagKey, isTagValue, replaceInTags } from '../../core/profiles/tagRules';
import { profileCountText } from '../../ui/messages/common';
import { BACK, CANCEL, isUnanswered, mapAnswer, type Answer } from '../../ui/quickInput/answer';
import type { StepOptions } from '../../ui/quickInput/box';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { requiredOf, type WizardContext, type WizardQuestion } from './context';
import { latinLettersText, replacedText, validateText } from './messages';
import {
  askReplacement,
  needsReplacement,
  replacementDetail,
  replacementItem,
  type NeedsReplacement,
} from './replacementStep';

/** AWS allows fifty tags. Team, member and the source’s tag take three of them. */
const MAX_EXTRA_TAGS = TAGS_MAX - 3;

/** The row for a typed team: its allowed form and why it differs, or why there is none. */
function typedTeam(
  text: string,
  existing: readonly string[],
  { replacements }: WizardContext,
): readonly PickItem<string>[] {
  if (text === '' || existing.includes(text)) return [];
  const normalized = normalizeTagValue(text, replacements.table);
  if (normalized.value === '')
    return [
      {
        icon: 'error',
        label: text,
        detail: latinLettersText(normalized),
        alwaysShow: true,
      },
    ];
  const why = normalized.reasons.length === 0 ? l10n.t('new team') : replacedText(text, normalized);
  return [{ label: normalized.value, description: why, alwaysShow: true, value: normalized.value }];
}

/** How many profiles each team has. */
function teamCounts({ options, profiles }: WizardContext): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const profile of profiles) {
    const { team } = ownerOf(profile, options.keys);
    if (team !== undefined && isTagValue(team)) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  return counts;
}

async function askTeam(context: WizardContext, step: StepOptions, before: string): Promise<Answer<string>> {
  const { options, replacements } = context;
  const allowed = requiredOf(context)[options.keys.team] ?? [];
  const counts = teamCounts(context);
  const wanted = before || options.team;
  const normalized = normalizeTagValue(wanted, replacements.table);
  const first = normalized.value;
  const others = [...counts.keys()].filter((team) => team !== first).sort((a, b) => a.localeCompare(b));
  const teams = allowed.length > 0 ? allowed : [...(first === '' ? [] : [first]), ...others];
  const items = teams.map((team): PickItem<string | NeedsReplacement> => {
    if (!isTagValue(team)) return replacementItem(team);
    const count = counts.get(team) ?? 0;
    const counted = count === 0 ? '' : profileCountText(count);
    const why = team === first && first !== wanted ? replacedText(wanted, normalized) : '';
    return { label: team, description: [counted, why].filter((part) => part !== '').join(' · '), value: team };
  });
  const isUnusable = allowed.length === 0 && wanted !== '' && first === '';
  const team = await pick<string | NeedsReplacement>({
    ...step,
    placeholder: allowed.length > 0 ? l10n.t('Choose your team') : l10n.t('Choose your team, or type a new one'),
    items: isUnusable ? [replacementItem(wanted), ...items] : items,
    ...(first === '' ? {} : { active: first }),
    ...(allowed.length > 0 ? {} : { itemsForText: (text: string) => typedTeam(text, teams, context) }),
  });
  if (!needsReplacement(team)) return team;
  const replacement = await askReplacement(team.original, replacements, step);
  return replacement === BACK ? askTeam(context, step, before) : replacement;
}

export const teamQuestion = (context: WizardContext): WizardQuestion => ({
  id: 'team',
  about: l10n.t('Team'),
  ask: async (draft, step) => mapAnswer(await askTeam(context, step, draft.team), (team) => ({ team })),
});

async function askMember(
  { options, replacements }: WizardContext,
  step: StepOptions,
  before: string,
): Promise<Answer<string>> {
  const normalized = (text: string): NormalizedText => normalizeTagValue(text, replacements.table);
  // Not its allowed form, so that the box shows what AWS does not allow. The setting is used even where it is not
  // allowed.
  const value = before || options.member || (options.members.find((name) => normalized(name).value !== '') ?? '');
  const email = options.members.find((name) => name.includes('@') && name !== value && isTagValue(name));
  return input({
    ...step,
    prompt:
      email === undefined
        ? l10n.t('Your name or email for the tag {0}', options.keys.member)
        : l10n.t(
            'Your name or email for the tag {0}. If your IAM policy identifies developers by email, enter {1}',
            options.keys.member,
            email,
          ),
    value,
    validate: (text) => validateText(text, normalized(text)),
  });
}

export const memberQuestion = (context: WizardContext): WizardQuestion => ({
  id: 'member',
  about: l10n.t('Member'),
  ask: async (draft, step) => mapAnswer(await askMember(context, step, draft.member), (member) => ({ member })),
});

const CONTINUE = Symbol('continue');
const ADD = Symbol('add');
/** An extra tag of the settings, by its key, that AWS does not allow. */
interface Refused {
  readonly refused: string;
}
type TagAnswer = typeof CONTINUE | typeof ADD | Refused | string;

/** The extra tags, until the user continues and no required one is missing. What has changed is kept over Back. */
export const tagsQuestion = (context: WizardContext): WizardQuestion => ({
  id: 'tags',
  about: l10n.t('Extra Tags'),
  ask: async (draft, step) => {
    const { keys, extraTags } = context.options;
    let { tags } = draft;
    for (;;) {
      const required = Object.fromEntries(
        Object.entries(requiredOf(context)).filter(([key]) => key !== keys.team && key !== keys.member),
      );
      const missing = missingTags(required, tags);
      const { invalid } = replaceInTags(extraTags, context.replacements.table);
      const answer = await pick<TagAnswer>({
        ...step,
        placeholder:
          missing.length > 0
            ? l10n.t('Required by your settings: {0}', missing.join(', '))
            : l10n.t('Extra tags, such as Project or CostCenter'),
        items: tagItems(tags, missing, invalid),
      });
      if (answer === CONTINUE) return { tags };
      if (isUnanswered(answer)) return answer;
      const changed = await tagsAfter(answer, tags, context, step);
      if (changed === CANCEL) return CANCEL;
      if (changed === BACK) continue;
      tags = changed;
      step.saveAnswer({ tags });
    }
  },
});

/** The tags after a row was chosen. */
async function tagsAfter(
  answer: Exclude<TagAnswer, typeof CONTINUE>,
  tags: Tags,
  context: WizardContext,
  step: StepOptions,
): Promise<Answer<Tags>> {
  if (answer === ADD) return addTag(tags, context, step);
  if (typeof answer !== 'string') return replaceTag(tags, answer.refused, context, step);
  if (isTagKey(answer)) return changeTag(tags, answer, context, step);
  const key = await askReplacement(answer, context.replacements, step, true);
  return isUnanswered(key) ? key : changeTag(tags, key, context, step);
}

/** Asks for replacements of what AWS does not allow in an extra tag of the settings, and adds the tag. */
async function replaceTag(tags: Tags, key: string, context: WizardContext, step: StepOptions): Promise<Answer<Tags>> {
  const { replacements, options } = context;
  const value = options.extraTags[key] ?? '';
  for (const [text, isKey] of [
    [key, true],
    [value, false],
  ] as const) {
    const normalized = isKey ? normalizeTagKey(text, replacements.table) : normalizeTagValue(text, replacements.table);
    if (normalized.value !== '' || text.trim() === '') continue;
    const replacement = await askReplacement(text, replacements, step, isKey);
    if (isUnanswered(replacement)) return replacement;
  }
  const { valid } = replaceInTags({ [key]: value }, replacements.table);
  return { ...tags, ...valid };
}

function tagItems(tags: Tags, missing: readonly string[], refused: Tags): readonly PickItem<TagAnswer>[] {
  const count = Object.keys(tags).length;
  const proceed: PickItem<TagAnswer> = {
    icon: 'arrow-right',
    label: count === 0 ? l10n.t('Continue without extra tags') : l10n.t('Continue'),
    value: CONTINUE,
  };
  const add: PickItem<TagAnswer> = { icon: 'add', label: l10n.t('Add a tag…'), value: ADD };
  const tooMany: PickItem<TagAnswer> = {
    icon: 'error',
    label: l10n.t('At most {0} extra tags are allowed: remove some', MAX_EXTRA_TAGS),
  };
  return [
    ...(count > MAX_EXTRA_TAGS ? [tooMany] : missing.length > 0 ? [] : [proceed]),
    ...missing.map((key): PickItem<TagAnswer> => ({
      icon: 'warning',
      label: key,
      description: l10n.t('required'),
      ...(isTagKey(key) ? {} : { detail: replacementDetail(key, true) }),
      value: key,
    })),
    ...Object.entries(refused)
      .filter((texts) => texts.every((text) => text.trim() !== ''))
      .map(([key, value]): PickItem<TagAnswer> => ({
        icon: 'error',
        label: key,
        description: l10n.t('“{0}” (left out)', value),
        detail: isTagKey(key) ? replacementDetail(value) : replacementDetail(key, true),
        value: { refused: key },
      })),
    ...(count < MAX_EXTRA_TAGS ? [add] : []),
    ...(count > 0 ? [{ label: l10n.t('Tags'), kind: QuickPickItemKind.Separator }] : []),
    ...Object.entries(tags)
      .filter(([key]) => !missing.includes(key))
      .map(([key, value]): PickItem<TagAnswer> => ({ icon: 'tag', label: key, description: value, value: key })),
  ];
}

async function addTag(tags: Tags, context: WizardContext, step: StepOptions): Promise<Answer<Tags>> {
  const { replacements, options } = context;
  const { keys } = options;
  const key = await input({
    ...step,
    prompt: l10n.t('Tag key, such as Project'),
    value: '',
    validate: (text) => {
      if (text === keys.team || text === keys.member)
        return invalid(l10n.t('This tag is already set in another step.'));
      return validateText(text, normalizeTagKey(text, replacements.table));
    },
  });
  return isUnanswered(key) ? key : changeTag(tags, key, context, step);
}

const REMOVE = '';

async function changeTag(tags: Tags, key: string, context: WizardContext, step: StepOptions): Promise<Answer<Tags>> {
  const allowed = requiredOf(context)[key] ?? [];
  const ask =
    allowed.length > 0 ? chooseValue(key, allowed, context, step) : typeValue(key, ownValue(tags, key), context, step);
  const value = await ask;
  if (isUnanswered(value)) return value;
  const others = Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key));
  return value === REMOVE ? others : { ...tags, [key]: value };
}

async function chooseValue(
  key: string,
  allowed: readonly string[],
  { replacements }: WizardContext,
  step: StepOptions,
): Promise<Answer<string>> {
  const value = await pick<string | NeedsReplacement>({
    ...step,
    placeholder: l10n.t('Value of {0}', key),
    items: allowed.map((one) => (isTagValue(one) ? { label: one, value: one } : replacementItem(one))),
  });
  return needsReplacement(value) ? askReplacement(value.original, replacements, step) : value;
}

const typeValue = (
  key: string,
  before: string | undefined,
  { replacements }: WizardContext,
  step: StepOptions,
): Promise<Answer<string>> =>
  input({
    ...step,
    prompt:
      before === undefined ? l10n.t('Value of {0}', key) : l10n.t('Value of {0}. Leave empty to remove the tag', key),
    value: before ?? '',
    validate: (text) =>
      text === '' && before !== undefined ? undefined : validateText(text, normalizeTagValue(text, replacements.table)),
  });
