/** An IAM policy as data: its statements, the sentence that explains each of them, and its size against AWS's limit. */

/** Where a policy is attached: to a user, group or role, or to an account or organizational unit (a service control policy). */
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

/** The values that a condition key is held against; any one of them is enough. */
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

/** One English sentence, with `{0}`, `{1}` … for the values, so that it can be looked up in a translation. */
export interface Note {
  readonly sentence: string;
  readonly values: readonly string[];
}

/** What a statement is for. */
export interface Explanation extends Note {
  readonly sid: string;
}

/** A statement with its explanation. */
export interface Part {
  readonly statement: Statement;
  readonly sentence: string;
  readonly values: readonly string[];
}

/** Size without white space between the parts of the JSON: AWS does not count it in a managed policy, and `policyJson` has none where it does. */
export interface PolicySize {
  readonly bytes: number;
  readonly limit: number;
  readonly exceeded: boolean;
}

/** A document with everything that is said about it. */
export interface ExplainedDocument {
  readonly kind: PolicyKind;
  readonly document: PolicyDocument;
  readonly explanations: readonly Explanation[];
  /** What has to be known before it is attached. */
  readonly notes: readonly Note[];
  readonly size: PolicySize;
}

/** AWS's limits: a managed identity policy, and a service control policy. */
const LIMITS: Readonly<Record<PolicyKind, number>> = { identity: 6144, scp: 5120 };

/**
 * The JSON that is copied. AWS counts spaces and line breaks of a service control policy against its limit, so there are none; an identity
 * policy is indented for reading. What is counted is what is copied.
 */
export const policyJson = ({ kind, document }: Pick<ExplainedDocument, 'kind' | 'document'>): string =>
  kind === 'scp' ? JSON.stringify(document) : `${JSON.stringify(document, undefined, 2)}\n`;

const sizeOf = (document: PolicyDocument, kind: PolicyKind): PolicySize => {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  return { bytes, limit: LIMITS[kind], exceeded: bytes > LIMITS[kind] };
};

/** Puts parts together. A statement about no resource at all is left out: IAM refuses it, and it would allow nothing. */
export function explained(kind: PolicyKind, parts: readonly Part[], notes: readonly Note[] = []): ExplainedDocument {
  const used = parts.filter(({ statement }) => statement.Resource.length > 0);
  const document: PolicyDocument = { Version: '2012-10-17', Statement: used.map(({ statement }) => statement) };
  return {
    kind,
    document,
    explanations: used.map(({ statement, sentence, values }) => ({ sid: statement.Sid, sentence, values })),
    notes,
    size: sizeOf(document, kind),
  };
}

/** The sentence in English. */
export const sentenceOf = ({ sentence, values }: Note): string =>
  sentence.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '');

/**
 * A text as IAM takes it literally, also where wildcards or variables are read: a team may be called `r*d`.
 * IAM's own escapes are `${*}`, `${?}` and `${$}`.
 */
export const literal = (text: string): string => text.replace(/[*?$]/g, (special) => `\${${special}}`);

/** Joins conditions; keys under the same operator are put together. */
export function both(...conditions: readonly Condition[]): Condition {
  const joined: Partial<Record<ConditionOperator, ConditionValues>> = {};
  for (const condition of conditions) {
    for (const [operator, values] of Object.entries(condition) as [ConditionOperator, ConditionValues][])
      joined[operator] = { ...joined[operator], ...values };
  }
  return joined;
}
