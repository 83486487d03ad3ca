/**
 * Conditions that bind tags to the caller.
 *
 * Mistakes that they avoid:
 * - Values are compared with StringEquals. StringLike would read a `*` in a name as any text; it is used only as `?*`,
 *   "not empty".
 * - `ForAllValues` holds where a request has no tags at all, so it is always used with a condition that requires a tag.
 * - IAM ignores case in the key of `aws:RequestTag/Team`, cost allocation does not: `aws:TagKeys` requires the exact
 *   spelling.
 * - A variable that the caller does not have matches nothing, so an identity without the attribute owns nothing.
 * - When a profile is created, AWS's own policies suggest that `aws:ResourceTag` has the new tags as well; according
 *   to older documentation it has none. `IfExists` is right in both cases, and keeps another owner's profile from
 *   being taken over by tagging it.
 */

import { allOf, escapeForIam, type Condition } from './document';
import { allowedTagKeys, memberAttribute, type PolicyInput } from './input';

/** A tag's key with the values that it may have. A free one may have every value but an empty one. */
interface OwnerBinding {
  readonly key: string;
  readonly values: string | readonly string[];
  readonly free: boolean;
}

const free = (key: string): OwnerBinding => ({ key, values: '?*', free: true });
const bound = (key: string, values: string | readonly string[]): OwnerBinding => ({ key, values, free: false });

/** The IAM variable that identifies the caller. */
export const callerVariable = ({ identity }: PolicyInput): string =>
  identity.kind === 'userid' ? '${aws:userid}' : `\${aws:PrincipalTag/${memberAttribute(identity)}}`;

/** Where the team comes from: a given name, the identity's attribute, or any name. */
export function teamBinding({ identity, teamValue }: PolicyInput): {
  readonly from: 'name' | 'attribute' | 'any';
  readonly text: string;
} {
  if (teamValue !== undefined && teamValue !== '') return { from: 'name', text: teamValue };
  if (identity.kind === 'userid' || identity.teamAttribute === undefined) return { from: 'any', text: '' };
  return { from: 'attribute', text: identity.teamAttribute };
}

/** The team's value, as text or as a variable; undefined when any team may be named. */
export function teamOf(input: PolicyInput): string | undefined {
  const { from, text } = teamBinding(input);
  if (from === 'name') return escapeForIam(text);
  return from === 'attribute' ? `\${aws:PrincipalTag/${text}}` : undefined;
}

const binding = (key: string, value: string | undefined): OwnerBinding =>
  value === undefined ? free(key) : bound(key, value);

/** The required tags' bindings; a key that the owner binds already is the owner's. */
function required({ requiredTags = {} }: PolicyInput, taken: readonly OwnerBinding[]): readonly OwnerBinding[] {
  return Object.entries(requiredTags)
    .filter(([key]) => !taken.some((owner) => owner.key === key && !owner.free))
    .map(([key, values]) => (values.length === 0 ? free(key) : bound(key, values.map(escapeForIam))));
}

function bindings(input: PolicyInput, member: string | undefined): readonly OwnerBinding[] {
  const owners = [binding(input.tagKeys.member, member), binding(input.tagKeys.team, teamOf(input))];
  const more = required(input, owners);
  return [...owners.filter(({ key }) => !more.some((other) => other.key === key)), ...more];
}

function condition(prefix: 'RequestTag' | 'ResourceTag', all: readonly OwnerBinding[], ifExists: boolean): Condition {
  return allOf(
    ...all.map(({ key, values, free }): Condition => {
      const held = { [`aws:${prefix}/${key}`]: values };
      if (ifExists) return free ? { StringLikeIfExists: held } : { StringEqualsIfExists: held };
      return free ? { StringLike: held } : { StringEquals: held };
    }),
  );
}

const onlyKnownKeys = (input: PolicyInput): Condition => ({
  'ForAllValues:StringEquals': { 'aws:TagKeys': allowedTagKeys(input).map(escapeForIam) },
});

/** Whose profiles: the caller's own, or all of the caller's team. */
export type OwnerScope = 'own' | 'team';

const memberFor = (input: PolicyInput, scope: OwnerScope): string | undefined =>
  scope === 'own' ? callerVariable(input) : undefined;

/** The tags that an existing profile within the scope has. */
function ownerTags(input: PolicyInput, scope: OwnerScope): readonly OwnerBinding[] {
  const team = binding(input.tagKeys.team, teamOf(input));
  return scope === 'own' ? [bound(input.tagKeys.member, callerVariable(input))] : [team];
}

/** A profile that carries the scope's tag. */
export const taggedCondition = (input: PolicyInput, scope: OwnerScope): Condition =>
  condition('ResourceTag', ownerTags(input, scope), false);

/**
 * A new profile with the scope's tags, all required ones and no unknown one. A profile that has an owner is not new.
 */
export function createCondition(input: PolicyInput, scope: OwnerScope): Condition {
  const team = binding(input.tagKeys.team, teamOf(input));
  const existing = [...ownerTags(input, scope), ...(scope === 'own' && !team.free ? [team] : [])];
  return allOf(
    condition('RequestTag', bindings(input, memberFor(input, scope)), false),
    condition('ResourceTag', existing, true),
    onlyKnownKeys(input),
  );
}

/**
 * Changes the tags of a profile within the scope, but not to an owner outside. A request without tags changes nothing.
 */
export function editCondition(input: PolicyInput, scope: OwnerScope): Condition {
  return allOf(
    taggedCondition(input, scope),
    condition('RequestTag', bindings(input, memberFor(input, scope)), true),
    onlyKnownKeys(input),
  );
}
