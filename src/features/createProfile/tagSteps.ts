/** The wizard's steps for team, member and extra tags. */

import { own } from '../../core/collections';
import { InputBoxValidationSeverity, l10n, QuickPickItemKind } from 'vscode';
import { legalTagKey, legalTagValue, TAGS_MAX, type Legal } from '../../core/profiles/nameRules';
import { missingTags } from '../../core/profiles/createPlan';
import { ownerOf, type Tags } from '../../core/profiles/profile';
import type { RequiredTags } from '../../core/settings/stricter';
import { isTagKey, isTagValue, requiredInForm, tagsInForm } from '../../core/profiles/tagRules';
import { askForm, isUnformed, unformedDetail, unformedItem, type Unformed } from './replacementStep';
import { BACK, CANCEL, input, pick, type Answer, type Item, type Step } from '../../ui/quickInput/step';
import { verdictOn, whyText } from './messages';
import type { WizardContext } from './wizard';

/** What the settings require, as it stands in tags. */
export const requiredOf = ({ options, forms }: WizardContext): RequiredTags =>
  requiredInForm(options.requiredTags, forms.table);

/** Team, member and the source's tag take three of AWS's fifty. */
const MOST_EXTRA = TAGS_MAX - 3;

/** A row for a typed team: its legal form and why it differs, or why there is none. */
function typedTeam(text: string, existing: readonly string[], { forms }: WizardContext): readonly Item<string>[] {
  if (text === '' || existing.includes(text)) return [];
  const legal = legalTagValue(text, forms.table);
  if (legal.value === '')
    return [
      {
        icon: 'error',
        label: text,
        detail: l10n.t('{0}. Type it in Latin letters or digits.', whyText(legal)),
        alwaysShow: true,
      },
    ];
  const why = legal.reasons.length === 0 ? l10n.t('a new team') : insteadText(text, legal);
  return [{ label: legal.value, description: why, alwaysShow: true, value: legal.value }];
}

const insteadText = (text: string, legal: Legal): string => l10n.t('instead of “{0}”: {1}', text, whyText(legal));

/** How many profiles each team has. */
function teamCounts({ options, profiles }: WizardContext): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const profile of profiles) {
    const { team } = ownerOf(profile, options.keys);
    if (team !== undefined && isTagValue(team)) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  return counts;
}

export async function askTeam(context: WizardContext, step: Step, before: string): Promise<Answer<string>> {
  const { options, forms } = context;
  const allowed = requiredOf(context)[options.keys.team] ?? [];
  const counts = teamCounts(context);
  const wanted = before || options.team;
  const legal = legalTagValue(wanted, forms.table);
  const first = legal.value;
  const others = [...counts.keys()].filter((team) => team !== first).sort((a, b) => a.localeCompare(b));
  const teams = allowed.length > 0 ? allowed : [...(first === '' ? [] : [first]), ...others];
  const items = teams.map((team): Item<string | Unformed> => {
    if (!isTagValue(team)) return unformedItem(team);
    const count = counts.get(team) ?? 0;
    const counted = count === 1 ? l10n.t('1 profile') : count === 0 ? '' : l10n.t('{0} profiles', count);
    const why = team === first && first !== wanted ? insteadText(wanted, legal) : '';
    return { label: team, description: [counted, why].filter((part) => part !== '').join(' · '), value: team };
  });
  const isLost = allowed.length === 0 && wanted !== '' && first === '';
  const team = await pick<string | Unformed>({
    ...step,
    placeholder: allowed.length > 0 ? l10n.t('Your team') : l10n.t('Your team: choose one, or type a new one'),
    items: isLost ? [unformedItem(wanted), ...items] : items,
    ...(first === '' ? {} : { active: first }),
    ...(allowed.length > 0 ? {} : { typed: (text: string) => typedTeam(text, teams, context) }),
  });
  if (!isUnformed(team)) return team;
  const form = await askForm(team.unformed, forms, step);
  return form === BACK ? askTeam(context, step, before) : form;
}

export async function askMember(
  { options, forms }: WizardContext,
  step: Step,
  before: string,
): Promise<Answer<string>> {
  const legal = (text: string): Legal => legalTagValue(text, forms.table);
  // As it is known, so that the box says what AWS would not take of it and why. What was set by hand is not passed over.
  const value = before || options.member || (options.members.find((name) => legal(name).value !== '') ?? '');
  const email = options.members.find((name) => name.includes('@') && name !== value && isTagValue(name));
  return input({
    ...step,
    prompt:
      email === undefined
        ? l10n.t('Your name or e-mail, as it is to stand in the tag {0}', options.keys.member)
        : l10n.t(
            'Your name or e-mail, as it is to stand in the tag {0}. Where your IAM policy goes by the e-mail, type {1}',
            options.keys.member,
            email,
          ),
    value,
    check: (text) => verdictOn(text, legal(text)),
  });
}

const GO = Symbol('go');
const ADD = Symbol('add');
/** A default tag of the settings, by its key, that AWS does not take. */
interface Refused {
  readonly refused: string;
}
type TagAnswer = typeof GO | typeof ADD | Refused | string;

/** The extra tags, one after the other, until the user goes on and none that is required is missing. */
export async function askTags(context: WizardContext, step: Step, before: Tags): Promise<Answer<Tags>> {
  const { keys, extraTags } = context.options;
  let tags: Tags = before;
  for (;;) {
    const own = Object.fromEntries(
      Object.entries(requiredOf(context)).filter(([key]) => key !== keys.team && key !== keys.member),
    );
    const missing = missingTags(own, tags);
    const { refused } = tagsInForm(extraTags, context.forms.table);
    const answer = await pick<TagAnswer>({
      ...step,
      placeholder:
        missing.length > 0
          ? l10n.t('Required by your settings: {0}', missing.join(', '))
          : l10n.t('Extra tags, such as Project or CostCenter'),
      items: tagItems(tags, missing, refused),
    });
    if (answer === GO) return tags;
    if (answer === BACK || answer === CANCEL) return answer;
    const changed = await tagsAfter(answer, tags, context, step);
    if (changed === CANCEL) return CANCEL;
    if (changed !== BACK) tags = changed;
  }
}

/** The tags after what a row does. */
async function tagsAfter(
  answer: Exclude<TagAnswer, typeof GO>,
  tags: Tags,
  context: WizardContext,
  step: Step,
): Promise<Answer<Tags>> {
  if (answer === ADD) return addTag(tags, context, step);
  if (typeof answer !== 'string') return formTag(tags, answer.refused, context, step);
  if (isTagKey(answer)) return changeTag(tags, answer, context, step);
  const key = await askForm(answer, context.forms, step, true);
  return key === BACK || key === CANCEL ? key : changeTag(tags, key, context, step);
}

/** Gives a default tag that AWS does not take the form in which it does. */
async function formTag(tags: Tags, key: string, context: WizardContext, step: Step): Promise<Answer<Tags>> {
  const { forms, options } = context;
  const value = options.extraTags[key] ?? '';
  for (const [text, isKey] of [
    [key, true],
    [value, false],
  ] as const) {
    const { value: form } = isKey ? legalTagKey(text, forms.table) : legalTagValue(text, forms.table);
    if (form !== '' || text.trim() === '') continue;
    const given = await askForm(text, forms, step, isKey);
    if (given === BACK || given === CANCEL) return given;
  }
  const { legal } = tagsInForm({ [key]: value }, forms.table);
  return { ...tags, ...legal };
}

function tagItems(tags: Tags, missing: readonly string[], refused: Tags): readonly Item<TagAnswer>[] {
  const count = Object.keys(tags).length;
  const go: Item<TagAnswer> = {
    icon: 'arrow-right',
    label: count === 0 ? l10n.t('Continue without extra tags') : l10n.t('Continue'),
    value: GO,
  };
  const add: Item<TagAnswer> = { icon: 'add', label: l10n.t('Add a tag…'), value: ADD };
  const tooMany: Item<TagAnswer> = {
    icon: 'error',
    label: l10n.t('AWS takes at most {0} extra tags: remove some', MOST_EXTRA),
  };
  return [
    ...(count > MOST_EXTRA ? [tooMany] : missing.length > 0 ? [] : [go]),
    ...missing.map((key): Item<TagAnswer> => ({
      icon: 'warning',
      label: key,
      description: l10n.t('required'),
      ...(isTagKey(key) ? {} : { detail: unformedDetail(key, true) }),
      value: key,
    })),
    ...Object.entries(refused)
      .filter((texts) => texts.every((text) => text.trim() !== ''))
      .map(([key, value]): Item<TagAnswer> => ({
        icon: 'error',
        label: key,
        description: l10n.t('“{0}”, left out', value),
        detail: isTagKey(key) ? unformedDetail(value) : unformedDetail(key, true),
        value: { refused: key },
      })),
    ...(count < MOST_EXTRA ? [add] : []),
    ...(count > 0 ? [{ label: l10n.t('Tags so far'), kind: QuickPickItemKind.Separator }] : []),
    ...Object.entries(tags)
      .filter(([key]) => !missing.includes(key))
      .map(([key, value]): Item<TagAnswer> => ({ icon: 'tag', label: key, description: value, value: key })),
  ];
}

async function addTag(tags: Tags, context: WizardContext, step: Step): Promise<Answer<Tags>> {
  const { forms, options } = context;
  const { keys } = options;
  const key = await input({
    ...step,
    prompt: l10n.t('The tag’s key, such as Project'),
    value: '',
    check: (text) => {
      if (text === keys.team || text === keys.member)
        return {
          message: l10n.t('This tag is already set by the wizard.'),
          severity: InputBoxValidationSeverity.Error,
        };
      return verdictOn(text, legalTagKey(text, forms.table));
    },
  });
  return key === BACK || key === CANCEL ? key : changeTag(tags, key, context, step);
}

const REMOVE = '';

async function changeTag(tags: Tags, key: string, context: WizardContext, step: Step): Promise<Answer<Tags>> {
  const allowed = requiredOf(context)[key] ?? [];
  const ask =
    allowed.length > 0 ? chooseValue(key, allowed, context, step) : typeValue(key, own(tags, key), context, step);
  const value = await ask;
  if (value === BACK || value === CANCEL) return value;
  const others = Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key));
  return value === REMOVE ? others : { ...tags, [key]: value };
}

async function chooseValue(
  key: string,
  allowed: readonly string[],
  { forms }: WizardContext,
  step: Step,
): Promise<Answer<string>> {
  const value = await pick<string | Unformed>({
    ...step,
    placeholder: l10n.t('The value of {0}', key),
    items: allowed.map((one) => (isTagValue(one) ? { label: one, value: one } : unformedItem(one))),
  });
  return isUnformed(value) ? askForm(value.unformed, forms, step) : value;
}

const typeValue = async (
  key: string,
  before: string | undefined,
  { forms }: WizardContext,
  step: Step,
): Promise<Answer<string>> =>
  input({
    ...step,
    prompt:
      before === undefined
        ? l10n.t('The value of {0}', key)
        : l10n.t('The value of {0}; leave it empty to remove the tag', key),
    value: before ?? '',
    check: (text) =>
      text === '' && before !== undefined ? undefined : verdictOn(text, legalTagValue(text, forms.table)),
  });
