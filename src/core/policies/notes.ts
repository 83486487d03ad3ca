/** What has to be known before a policy is attached: what no statement of it says. */

import type { Note } from './document';
import { memberAttribute, type PolicyInput } from './input';

/** What the member tag has to be, as the policy demands it. */
function memberValue(input: PolicyInput): Note {
  const { member } = input.tagKeys;
  if (input.identity.kind === 'userid')
    return {
      sentence:
        "A profile is a developer's own only if its tag {0} is the whole aws:userid, letter by letter: such as {1}, not only the part behind the colon, and not a short name such as jane.doe.",
      values: [member, input.exampleMember ?? 'AROAEXAMPLEROLEID:jane.doe@example.com'],
    };
  const attribute = memberAttribute(input.identity);
  if (input.exampleMember === undefined && attribute !== 'email')
    return {
      sentence:
        "A profile is a developer's own only if its tag {0} is exactly what the attribute {1} of the session says, letter by letter.",
      values: [member, attribute],
    };
  return {
    sentence:
      "A profile is a developer's own only if its tag {0} is exactly what the attribute {1} of the session says, letter by letter: such as {2}, and not a short name such as jane.doe.",
    values: [member, attribute, input.exampleMember ?? 'jane.doe@example.com'],
  };
}

/** What a developer's policy asks of the profiles that are there already, and of those to come. */
export const developerNotes = (input: PolicyInput): readonly Note[] => [
  memberValue(input),
  {
    sentence:
      'Once it is attached, a profile with any other value can be neither invoked nor changed by its owner, also one that was made earlier: let a team lead change its tag {0}, or make it anew.',
    values: [input.tagKeys.member],
  },
  {
    sentence:
      'Creating a profile offers a short name first: in the step Member, type the value that this policy demands.',
    values: [],
  },
];
