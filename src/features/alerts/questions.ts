/** Questions that more than one kind of alert asks. */

import { InputBoxValidationSeverity, l10n } from 'vscode';
import type { OwnerKeys } from '../../core/profiles/profile';
import type { Snapshot } from '../../store/snapshot';
import { BACK, CANCEL, input, pick, type Item, type Step, type Verdict } from '../../ui/quickInput/step';
import { amountOf, isEmail, isTagValue, valuesOf } from './answers';
import type { Question } from '../../ui/quickInput/steps';

/** What stops an answer. */
export const wrong = (message: string): Verdict => ({ message, severity: InputBoxValidationSeverity.Error });

interface Tagged {
  readonly key: string;
  readonly value: string;
}

/** Whose costs: a tag key of the owner's. */
export function askKey<Draft extends Tagged>({ ownership }: Snapshot): Question<Draft> {
  const { team, member } = ownership.keys;
  return {
    about: l10n.t('Whose Costs'),
    ask: async (draft, step) => {
      const key = await pick({
        ...step,
        placeholder: l10n.t('The tag that tells whose costs these are'),
        items: [
          { label: l10n.t('A team’s'), description: l10n.t('tag {0}', team), value: team },
          { label: l10n.t('A member’s'), description: l10n.t('tag {0}', member), value: member },
        ],
        active: draft.key,
      });
      return key === BACK || key === CANCEL ? key : keyed<Draft>(draft, key);
    },
  };
}

/** Another key has other values. */
const keyed = <Draft extends Tagged>(draft: Draft, key: string): Partial<Draft> =>
  ({ key, value: key === draft.key ? draft.value : '' }) as Partial<Draft>;

/** Which value: one that profiles have, mine first, or another one that is typed. */
export function askValue<Draft extends Tagged>({ profiles, ownership }: Snapshot): Question<Draft> {
  return {
    about: l10n.t('Team or Member'),
    ask: async (draft, step) => {
      const of: keyof OwnerKeys = draft.key === ownership.keys.team ? 'team' : 'member';
      const values = valuesOf(profiles.value?.profiles ?? [], ownership, of);
      const value = await pick<string>({
        ...step,
        placeholder: l10n.t('The value of {0}: choose one, or type another', draft.key),
        items: values.map(({ value, profiles: count, mine }) => ({
          label: value,
          description: [mine ? l10n.t('mine') : '', profilesText(count)].filter((part) => part !== '').join(' · '),
          value,
        })),
        typed: (text) => typedValue(text, values),
        ...(draft.value === '' ? {} : { active: draft.value }),
      });
      return value === BACK || value === CANCEL ? value : ({ value } as Partial<Draft>);
    },
  };
}

function profilesText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', count);
}

function typedValue(text: string, values: readonly { readonly value: string }[]): readonly Item<string>[] {
  if (text === '' || values.some(({ value }) => value === text)) return [];
  return isTagValue(text)
    ? [{ label: text, description: l10n.t('no profile has it'), alwaysShow: true, value: text }]
    : [{ icon: 'error', label: l10n.t('A tag’s value has at most 256 characters'), alwaysShow: true }];
}

/** An amount in US dollars. */
export async function askAmount(prompt: string, value: string, step: Step) {
  return input({
    ...step,
    prompt,
    value,
    check: (text) =>
      amountOf(text) === undefined
        ? wrong(l10n.t('An amount of US dollars such as 50 or 12.50 is needed.'))
        : undefined,
  });
}

/** Whom AWS tells. The address goes to AWS and is kept nowhere here. */
export function askEmail<Draft extends { readonly email: string }>(): Question<Draft> {
  return {
    about: l10n.t('E-Mail'),
    ask: async (draft, step) => {
      const email = await input({
        ...step,
        prompt: l10n.t('The address that AWS sends e-mail to. Bedrock Tally does not keep it.'),
        value: draft.email,
        check: (text) =>
          isEmail(text) ? undefined : wrong(l10n.t('An e-mail address of at most 50 characters is needed.')),
      });
      return email === BACK || email === CANCEL ? email : ({ email } as Partial<Draft>);
    },
  };
}
