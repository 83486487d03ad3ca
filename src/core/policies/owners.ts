/**
 * Conditions that bind tags to who is calling.
 *
 * Traps that they avoid:
 * - Values are compared with StringEquals. StringLike would read a `*` in a name as any text; it stands here only as `?*`, "not empty".
 * - `ForAllValues` holds when a request has no tags at all, so it never stands without a condition that asks for a tag.
 * - IAM reads the key in `aws:RequestTag/Team` without regard to case, cost allocation does not: `aws:TagKeys` holds the exact spelling.
 * - A variable that the caller lacks matches nothing, so an identity without the attribute owns nothing.
 * - When a profile is created, AWS's own policies show the new tags under `aws:ResourceTag` as well; an older account of it has none there.
 *   `IfExists` is right either way, and keeps another's profile from being taken over by tagging it.
 */

import { both, literal, type Condition } from './document';
import { allowedTagKeys, memberAttribute, type PolicyInput } from './input';

/** A tag's key with the values that it may have. A free one takes every value but an empty one. */
interface Binding {
  readonly key: string;
  readonly values: string | readonly string[];
  readonly free: boolean;
}

const free = (key: string): Binding => ({ key, values: '?*', free: true });
const bound = (key: string, values: string | readonly string[]): Binding => ({ key, values, free: false });

/** Who is calling, as a variable of IAM. */
export const caller = ({ identity }: PolicyInput): string =>
  identity.kind === 'userid' ? '${aws:userid}' : `\${aws:PrincipalTag/${memberAttribute(identity)}}`;

/** Where the team comes from: a name, the identity's attribute, or whatever anybody writes. */
export function teamBinding({ identity, teamValue }: PolicyInput): {
  readonly from: 'name' | 'attribute' | 'anybody';
  readonly text: string;
} {
  if (teamValue !== undefined && teamValue !== '') return { from: 'name', text: teamValue };
  if (identity.kind === 'userid' || identity.teamAttribute === undefined) return { from: 'anybody', text: '' };
  return { from: 'attribute', text: identity.teamAttribute };
}

/** The team's value, as text or as a variable; undefined when any team may be named. */
export function teamOf(input: PolicyInput): string | undefined {
  const { from, text } = teamBinding(input);
  if (from === 'name') return literal(text);
  return from === 'attribute' ? `\${aws:PrincipalTag/${text}}` : undefined;
}

const binding = (key: string, value: string | undefined): Binding =>
  value === undefined ? free(key) : bound(key, value);

/** The required tags' bindings; a key that the owner binds already is the owner's. */
function required({ requiredTags = {} }: PolicyInput, taken: readonly Binding[]): readonly Binding[] {
  return Object.entries(requiredTags)
    .filter(([key]) => !taken.some((owner) => owner.key === key && !owner.free))
    .map(([key, values]) => (values.length === 0 ? free(key) : bound(key, values.map(literal))));
}

function bindings(input: PolicyInput, member: string | undefined): readonly Binding[] {
  const owners = [binding(input.tagKeys.member, member), binding(input.tagKeys.team, teamOf(input))];
  const more = required(input, owners);
  return [...owners.filter(({ key }) => !more.some((other) => other.key === key)), ...more];
}

function condition(prefix: 'RequestTag' | 'ResourceTag', all: readonly Binding[], ifExists: boolean): Condition {
  return both(
    ...all.map(({ key, values, free }): Condition => {
      const held = { [`aws:${prefix}/${key}`]: values };
      if (ifExists) return free ? { StringLikeIfExists: held } : { StringEqualsIfExists: held };
      return free ? { StringLike: held } : { StringEquals: held };
    }),
  );
}

const onlyKnownKeys = (input: PolicyInput): Condition => ({
  'ForAllValues:StringEquals': { 'aws:TagKeys': allowedTagKeys(input).map(literal) },
});

/** Whose profiles: the caller's own, or all of the caller's team. */
export type Scope = 'own' | 'team';

const memberFor = (input: PolicyInput, scope: Scope): string | undefined =>
  scope === 'own' ? caller(input) : undefined;

/** The tags by which a profile is already within the scope. */
function marks(input: PolicyInput, scope: Scope): readonly Binding[] {
  const team = binding(input.tagKeys.team, teamOf(input));
  return scope === 'own' ? [bound(input.tagKeys.member, caller(input))] : [team];
}

/** A profile that carries the scope's tag. */
export const isTagged = (input: PolicyInput, scope: Scope): Condition =>
  condition('ResourceTag', marks(input, scope), false);

/** A new profile with the scope's tags, all required ones and no unknown one; what is somebody else's is not new. */
export function createsTagged(input: PolicyInput, scope: Scope): Condition {
  const team = binding(input.tagKeys.team, teamOf(input));
  const foreign = [...marks(input, scope), ...(scope === 'own' && !team.free ? [team] : [])];
  return both(
    condition('RequestTag', bindings(input, memberFor(input, scope)), false),
    condition('ResourceTag', foreign, true),
    onlyKnownKeys(input),
  );
}

/** Tags of a profile within the scope, changed to nothing that would put it outside. Tagging nothing at all changes nothing. */
export function editsTagged(input: PolicyInput, scope: Scope): Condition {
  return both(
    isTagged(input, scope),
    condition('RequestTag', bindings(input, memberFor(input, scope)), true),
    onlyKnownKeys(input),
  );
}
