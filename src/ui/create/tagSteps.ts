/** The wizard's steps for team, member and extra tags. */

import { InputBoxValidationSeverity, l10n, QuickPickItemKind } from 'vscode';
import { legalTagKey, legalTagValue, TAGS_MAX } from '../../core/legal';
import { missingTags } from '../../core/plan';
import { ownerOf, type Tags } from '../../core/profile';
import { BACK, CANCEL, input, pick, type Answer, type Item, type Step } from './prompts';
import { verdictOn, whyText } from './texts';
import type { WizardContext } from './wizard';

/** Values from settings and from others' tags are offered only as far as AWS would take them. */
const isLegalValue = (value: string): boolean => legalTagValue(value).value === value;

/** Team, member and the source's tag take three of AWS's fifty. */
const MOST_EXTRA = TAGS_MAX - 3;

/** A row for a typed team: its legal form and why it differs, or why there is none. */
function typedTeam(text: string, existing: readonly string[]): readonly Item<string>[] {
  if (text === '' || existing.includes(text)) return [];
  const legal = legalTagValue(text);
  if (legal.value === '')
    return [
      {
        icon: 'error',
        label: text,
        detail: l10n.t('{0}. Type it in Latin letters or digits.', whyText(legal)),
        alwaysShow: true,
      },
    ];
  const why = legal.reasons.length === 0 ? l10n.t('a new team') : l10n.t('instead of “{0}”: {1}', text, whyText(legal));
  return [{ label: legal.value, description: why, alwaysShow: true, value: legal.value }];
}

export async function askTeam(context: WizardContext, step: Step, before: string): Promise<Answer<string>> {
  const { options, profiles } = context;
  const allowed = options.requiredTags[options.keys.team] ?? [];
  const counts = new Map<string, number>();
  for (const profile of profiles) {
    const { team } = ownerOf(profile, options.keys);
    if (team !== undefined && isLegalValue(team)) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  const first = legalTagValue(before || options.team).value;
  const others = [...counts.keys()].filter((team) => team !== first).sort((a, b) => a.localeCompare(b));
  const teams = allowed.length > 0 ? allowed.filter(isLegalValue) : [...(first === '' ? [] : [first]), ...others];
  const items = teams.map((team): Item<string> => {
    const count = counts.get(team) ?? 0;
    return {
      label: team,
      description: count === 1 ? l10n.t('1 profile') : count === 0 ? '' : l10n.t('{0} profiles', count),
      value: team,
    };
  });
  return pick({
    ...step,
    placeholder: allowed.length > 0 ? l10n.t('Your team') : l10n.t('Your team: choose one, or type a new one'),
    items,
    ...(first === '' ? {} : { active: first }),
    ...(allowed.length > 0 ? {} : { typed: (text: string) => typedTeam(text, teams) }),
  });
}

export async function askMember({ options }: WizardContext, step: Step, before: string): Promise<Answer<string>> {
  // As it is known, so that the box says what AWS would not take of it and why.
  const value = before || (options.members.find((name) => legalTagValue(name).value !== '') ?? '');
  const email = options.members.find((name) => name.includes('@') && name !== value && isLegalValue(name));
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
    check: (text) => verdictOn(text, legalTagValue(text)),
  });
}

const GO = Symbol('go');
const ADD = Symbol('add');
type TagAnswer = typeof GO | typeof ADD | string;

/** The extra tags, one after the other, until the user goes on and none that is required is missing. */
export async function askTags(context: WizardContext, step: Step, before: Tags): Promise<Answer<Tags>> {
  const { requiredTags, keys } = context.options;
  let tags: Tags = before;
  for (;;) {
    const own = Object.fromEntries(
      Object.entries(requiredTags).filter(([key]) => key !== keys.team && key !== keys.member),
    );
    const missing = missingTags(own, tags);
    const answer = await pick<TagAnswer>({
      ...step,
      placeholder:
        missing.length > 0
          ? l10n.t('Required by your settings: {0}', missing.join(', '))
          : l10n.t('Extra tags, such as Project or CostCenter'),
      items: tagItems(tags, missing),
    });
    if (answer === GO) return tags;
    if (answer === BACK || answer === CANCEL) return answer;
    const changed = answer === ADD ? await addTag(tags, context, step) : await changeTag(tags, answer, context, step);
    if (changed === CANCEL) return CANCEL;
    if (changed !== BACK) tags = changed;
  }
}

function tagItems(tags: Tags, missing: readonly string[]): readonly Item<TagAnswer>[] {
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
      value: key,
    })),
    ...(count < MOST_EXTRA ? [add] : []),
    ...(count > 0 ? [{ label: l10n.t('Tags so far'), kind: QuickPickItemKind.Separator }] : []),
    ...Object.entries(tags)
      .filter(([key]) => !missing.includes(key))
      .map(([key, value]): Item<TagAnswer> => ({ icon: 'tag', label: key, description: value, value: key })),
  ];
}

async function addTag(tags: Tags, context: WizardContext, step: Step): Promise<Answer<Tags>> {
  const { keys } = context.options;
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
      return verdictOn(text, legalTagKey(text));
    },
  });
  return key === BACK || key === CANCEL ? key : changeTag(tags, key, context, step);
}

const REMOVE = '';

async function changeTag(tags: Tags, key: string, { options }: WizardContext, step: Step): Promise<Answer<Tags>> {
  const allowed = options.requiredTags[key] ?? [];
  const value = allowed.length > 0 ? await chooseValue(key, allowed, step) : await typeValue(key, tags[key], step);
  if (value === BACK || value === CANCEL) return value;
  const others = Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key));
  return value === REMOVE ? others : { ...tags, [key]: value };
}

const chooseValue = async (key: string, allowed: readonly string[], step: Step): Promise<Answer<string>> =>
  pick({
    ...step,
    placeholder: l10n.t('The value of {0}', key),
    items: allowed.filter(isLegalValue).map((value) => ({ label: value, value })),
  });

const typeValue = async (key: string, before: string | undefined, step: Step): Promise<Answer<string>> =>
  input({
    ...step,
    prompt:
      before === undefined
        ? l10n.t('The value of {0}', key)
        : l10n.t('The value of {0}; leave it empty to remove the tag', key),
    value: before ?? '',
    check: (text) => (text === '' && before !== undefined ? undefined : verdictOn(text, legalTagValue(text))),
  });
