/**
 * What is explained about policies, as codes with the values for their sentences. The user interface has the sentences.
 */

/** What a statement does. A comment has the values, where there are any. */
export const EXPLANATION_CODES = [
  'list',
  'read-profiles',
  // Member key, team key, team.
  'create-own-in-team',
  // Member key, team key, attribute of the session.
  'create-own-in-attribute-team',
  // Member key, team key.
  'create-own-in-any-team',
  // Member key, team key.
  'create-in-team',
  'copy-sources',
  'edit-own',
  'edit-own-in-any-team',
  'edit-team',
  'delete-own',
  'delete-team',
  'invoke-own',
  'invoke-models',
  'read-bill',
  'read-cost-allocation-tags',
  'activate-cost-allocation-tags',
  'read-prices',
  'read-budgets',
  'write-budgets',
  'read-anomaly-monitors',
  'create-anomaly-monitors',
  'delete-anomaly-monitors',
  'read-alarms',
  'write-alarms',
  'deny-models',
  'deny-models-in-organization',
  'deny-other-endpoint',
  // Tag key, the same key in other letters.
  'deny-untagged',
  'deny-jobs-and-agents',
  'deny-other-models',
] as const;
export type ExplanationCode = (typeof EXPLANATION_CODES)[number];

/** What has to be known before a policy is attached. A comment has the values, where there are any. */
export const NOTE_CODES = [
  // Member key, example.
  'member-is-userid',
  // Member key, attribute of the session.
  'member-is-attribute',
  // Member key, attribute of the session, example.
  'member-is-attribute-such-as',
  // Member key.
  'other-members-are-locked-out',
  'short-name-is-offered',
  'jobs-are-not-covered',
  'other-models-are-not-covered',
  'linked-roles-are-exempt',
  'only-attached-identities',
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

export interface Explanation {
  readonly code: ExplanationCode;
  readonly values: readonly string[];
}

export interface Note {
  readonly code: NoteCode;
  readonly values: readonly string[];
}
