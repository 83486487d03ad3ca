/** Questions that more than one kind of alert asks. */

import { l10n } from 'vscode';
import type { OwnerKeys } from '../../core/profiles/profile';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { profileCountText } from '../../ui/messages/common';
import { isUnanswered, type Answer } from '../../ui/quickInput/answer';
import type { StepOptions } from '../../ui/quickInput/box';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Question } from '../../ui/quickInput/steps';
import { parseAmount, isEmail, isTagValue, tagValueCounts } from './answers';

interface Tagged {
  readonly key: string;
  readonly value: string;
}

/** Whose costs are watched: by the team's or the member's tag key. */
export function askKey<Draft extends Tagged>({ ownership }: Snapshot): Question<Draft> {
  const { team, member } = ownership.keys;
  return {
    about: l10n.t('Cost Of'),
    ask: async (draft, step) => {
      const key = await pick({
        ...step,
        placeholder: l10n.t('Choose the tag to filter cost by'),
        items: [
          { label: l10n.t('A team'), description: l10n.t('tag {0}', team), value: team },
          { label: l10n.t('A member'), description: l10n.t('tag {0}', member), value: member },
        ],
        active: draft.key,
      });
      return isUnanswered(key) ? key : withKey<Draft>(draft, key);
    },
  };
}

/** Another key has other values, so the chosen one is dropped. */
const withKey = <Draft extends Tagged>(draft: Draft, key: string): Partial<Draft> =>
  ({ key, value: key === draft.key ? draft.value : '' }) as Partial<Draft>;

/** The value of the tag: one that profiles have, mine first, or another one that is typed. */
export function askValue<Draft extends Tagged>({ profiles, ownership }: Snapshot): Question<Draft> {
  return {
    about: l10n.t('Team or Member'),
    ask: async (draft, step) => {
      const of: keyof OwnerKeys = draft.key === ownership.keys.team ? 'team' : 'member';
      const values = tagValueCounts(listedProfiles({ profiles }), ownership, of);
      const value = await pick<string>({
        ...step,
        placeholder: l10n.t('Choose the value of {0}, or type another one', draft.key),
        items: values.map(({ value, profiles: count, mine }) => ({
          label: value,
          description: [mine ? l10n.t('mine') : '', count === 0 ? '' : profileCountText(count)]
            .filter((part) => part !== '')
            .join(' · '),
          value,
        })),
        itemsForText: (text) => typedValue(text, values),
        ...(draft.value === '' ? {} : { active: draft.value }),
      });
      return isUnanswered(value) ? value : ({ value } as Partial<Draft>);
    },
  };
}

function typedValue(text: string, values: readonly { readonly value: string }[]): readonly PickItem<string>[] {
  if (text === '' || values.some(({ value }) => value === text)) return [];
  return isTagValue(text)
    ? [{ label: text, description: l10n.t('no profile has this value'), alwaysShow: true, value: text }]
    : [{ icon: 'error', label: l10n.t('A tag value can have at most 256 characters'), alwaysShow: true }];
}

/** An amount in US dollars. */
export function askAmount(prompt: string, value: string, step: StepOptions): Promise<Answer<string>> {
  return input({
    ...step,
    prompt,
    value,
    validate: (text) =>
      parseAmount(text) === undefined
        ? invalid(l10n.t('Enter an amount in US dollars such as 50 or 12.50.'))
        : undefined,
  });
}

/** Where AWS sends its alerts. The address is sent to AWS and not saved by us. */
export function askEmail<Draft extends { readonly email: string }>(): Question<Draft> {
  return {
    about: l10n.t('Email'),
    ask: async (draft, step) => {
      const email = await input({
        ...step,
        prompt: l10n.t('Email address for alerts from AWS. Bedrock Tally doesn’t save it.'),
        value: draft.email,
        validate: (text) =>
          isEmail(text) ? undefined : invalid(l10n.t('Enter an email address of at most 50 characters.')),
      });
      return isUnanswered(email) ? email : ({ email } as Partial<Draft>);
    },
  };
}
