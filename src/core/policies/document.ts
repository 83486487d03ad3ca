/** An IAM policy as data: its statements, an explanation of each of them, and its size against AWS's limit. */

import type { Explanation, Note } from './explanations';

/**
 * Where a policy is attached: to a user, group or role, or to an account or organizational unit (a service control
 * policy).
 */
export type PolicyKind = 'identity' | 'scp';

export type ConditionOperator =
  | 'StringEquals'
  | 'StringEqualsIfExists'
  | 'StringLike'
  | 'StringLikeIfExists'
  | 'StringNotLike'
  | 'ForAllValues:StringEquals'
  | 'ArnLike'
  | 'ArnNotLike'
  | 'Null';

/** The values that a condition key is compared with; any one of them is enough. */
export type ConditionValues = Readonly<Record<string, string | readonly string[]>>;
/** All operators, and all keys under each of them, have to hold. */
export type Condition = Readonly<Partial<Record<ConditionOperator, ConditionValues>>>;

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** A statement with what it does. */
export interface ExplainedStatement extends Explanation {
  readonly statement: Statement;
}

/**
 * Size without white space: AWS does not count it in a managed policy, and `policyJson` has none where AWS does count
 * it.
 */
export interface PolicySize {
  readonly bytes: number;
  readonly limit: number;
  readonly exceeded: boolean;
}

/** A document with everything that explains it. */
export interface ExplainedDocument {
  readonly kind: PolicyKind;
  readonly document: PolicyDocument;
  /** One for each statement, in their order. */
  readonly explanations: readonly (Explanation & { readonly sid: string })[];
  /** What has to be known before it is attached. */
  readonly notes: readonly Note[];
  readonly size: PolicySize;
}

/** AWS's limits: a managed identity policy, and a service control policy. */
const LIMITS: Readonly<Record<PolicyKind, number>> = { identity: 6144, scp: 5120 };

/**
 * The JSON that is copied. AWS counts the white space of a service control policy against its limit, so there is none;
 * an identity policy is indented for reading. The size is that of what is copied.
 */
export const policyJson = ({ kind, document }: Pick<ExplainedDocument, 'kind' | 'document'>): string =>
  kind === 'scp' ? JSON.stringify(document) : `${JSON.stringify(document, undefined, 2)}\n`;

const sizeOf = (document: PolicyDocument, kind: PolicyKind): PolicySize => {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  return { bytes, limit: LIMITS[kind], exceeded: bytes > LIMITS[kind] };
};

/** Makes a document. A statement without any resource is left out: IAM rejects it, and it would allow nothing. */
export function explainedDocument(
  kind: PolicyKind,
  statements: readonly ExplainedStatement[],
  notes: readonly Note[] = [],
): ExplainedDocument {
  const used = statements.filter(({ statement }) => statement.Resource.length > 0);
  const document: PolicyDocument = { Version: '2012-10-17', Statement: used.map(({ statement }) => statement) };
  return {
    kind,
    document,
    explanations: used.map(({ statement, code, values }) => ({ sid: statement.Sid, code, values })),
    notes,
    size: sizeOf(document, kind),
  };
}

/**
 * Escapes a text where IAM reads wildcards or variables: a team may be called `r*d`.
 * IAM's escapes are `${*}`, `${?}` and `${$}`.
 */
export const escapeForIam = (text: string): string => text.replace(/[*?$]/g, (special) => `\${${special}}`);

/** Joins conditions, all of which have to hold. */
export function allOf(...conditions: readonly Condition[]): Condition {
  const joined: Partial<Record<ConditionOperator, ConditionValues>> = {};
  for (const condition of conditions) {
    for (const [operator, values] of Object.entries(condition) as [ConditionOperator, ConditionValues][])
      joined[operator] = { ...joined[operator], ...values };
  }
  return joined;
}
