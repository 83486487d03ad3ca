/** What has to be known before a developer's policy is attached. */

import type { Note } from './explanations';
import { memberAttribute, type PolicyInput } from './input';

/** The value that the policy requires of the member tag. */
function memberNote(input: PolicyInput): Note {
  const { member } = input.tagKeys;
  if (input.identity.kind === 'userid')
    return {
      code: 'member-is-userid',
      values: [member, input.exampleMember ?? 'AROAEXAMPLEROLEID:jane.doe@example.com'],
    };
  const attribute = memberAttribute(input.identity);
  if (input.exampleMember === undefined && attribute !== 'email')
    return { code: 'member-is-attribute', values: [member, attribute] };
  return {
    code: 'member-is-attribute-such-as',
    values: [member, attribute, input.exampleMember ?? 'jane.doe@example.com'],
  };
}

/** What a developer's policy requires of existing profiles, and of new ones. */
export const developerNotes = (input: PolicyInput): readonly Note[] => [
  memberNote(input),
  { code: 'other-members-are-locked-out', values: [input.tagKeys.member] },
  { code: 'short-name-is-offered', values: [] },
];
