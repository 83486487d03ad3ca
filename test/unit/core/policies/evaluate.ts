/**
 * Decides requests as IAM does, for the parts of its language that our policies use: actions, resources, conditions
 * with their `IfExists` and set forms, variables and their escapes, explicit denials, and several layers that all have
 * to allow. What it does not know it throws on, so that no policy passes by not being understood.
 */

import type { PolicyDocument, Statement } from '../../../../src/core/policies/document';

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One question to IAM. A call on several resources is several of them, and all have to be allowed. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** A text that is compared: characters that stand for themselves, and wildcards. */
type Pattern = readonly (string | { readonly any: 'one' | 'some' })[];

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** IAM does not regard case in the names of condition keys, also not in the tag key that is part of one. */
function lookUp(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : listOf(found[1]);
}

/**
 * Reads a policy's text: wildcards only where the operator knows them, variables always. Undefined when a variable has
 * no value.
 */
function patternOf(text: string, context: Context, wildcards: boolean): Pattern | undefined {
  const pattern: (string | { readonly any: 'one' | 'some' })[] = [];
  for (const [token] of text.matchAll(/\$\{[^}]*\}|[^]/g)) {
    if (token.length > 1 && token.startsWith('${')) {
      const name = token.slice(2, -1);
      const values = ['*', '?', '$'].includes(name) ? [name] : lookUp(context, name);
      if (values?.length !== 1) return undefined;
      pattern.push(...Array.from(values[0] ?? ''));
    } else if (wildcards && token === '*') pattern.push({ any: 'some' });
    else if (wildcards && token === '?') pattern.push({ any: 'one' });
    else pattern.push(token);
  }
  return pattern;
}

const quote = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function matches(pattern: Pattern | undefined, text: string): boolean {
  if (pattern === undefined) return false;
  const source = pattern.map((part) => (typeof part === 'string' ? quote(part) : part.any === 'one' ? '.' : '.*'));
  return new RegExp(`^${source.join('')}$`, 's').test(text);
}

/** ARNs are compared part by part; a wildcard stays within its part. */
function arnMatches(pattern: string, text: string, context: Context): boolean {
  const partsOf = (arn: string): readonly string[] => {
    const parts = arn.split(/:(?![^{]*\})/);
    return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
  };
  const [wanted, given] = [partsOf(pattern), partsOf(text)];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => matches(patternOf(part, context, true), given[index] ?? ''))
  );
}

type Compare = (wanted: string, given: string, context: Context) => boolean;

const equals: Compare = (wanted, given, context) => matches(patternOf(wanted, context, false), given);
const like: Compare = (wanted, given, context) => matches(patternOf(wanted, context, true), given);

const COMPARISONS: Readonly<Record<string, readonly [Compare, negated: boolean]>> = {
  StringEquals: [equals, false],
  StringLike: [like, false],
  StringNotLike: [like, true],
  ArnLike: [(wanted, given, context) => arnMatches(wanted, given, context), false],
  ArnNotLike: [(wanted, given, context) => arnMatches(wanted, given, context), true],
};

function holds(operator: string, key: string, wanted: readonly string[], context: Context): boolean {
  const given = lookUp(context, key);
  if (operator === 'Null') return wanted.includes(String(given === undefined));
  const [, set, base = '', ifExists] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const comparison = COMPARISONS[base];
  if (comparison === undefined) throw new Error(`Not an operator that is known here: ${operator}`);
  const [compare, negated] = comparison;
  const one = (value: string): boolean => wanted.some((text) => compare(text, value, context));
  // A set that is empty or missing has no value that could fail.
  if (set !== undefined) return (given ?? []).every(one);
  if (given === undefined) return negated || ifExists !== undefined;
  if (given.length !== 1) throw new Error(`${key} has several values, and ${operator} is for one`);
  return given.every((value) => one(value) !== negated);
}

function applies(statement: Statement, { action, resource, context }: Request): boolean {
  const known = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);
  const strange = Object.keys(statement).find((part) => !known.has(part));
  if (strange !== undefined) throw new Error(`Not a part of a statement that is known here: ${strange}`);
  return (
    statement.Action.some((name) => like(name.toLowerCase(), action.toLowerCase(), {})) &&
    statement.Resource.some((text) => text === '*' || arnMatches(text, resource, context)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, key, listOf(wanted), context)),
    )
  );
}

/**
 * Policies that are attached at one place: to an identity, or to an account. One of them has to allow, and none may
 * deny.
 */
export type Layer = readonly PolicyDocument[];

/** Whether every layer allows every one of the requests. */
export function isAllowed(layers: readonly Layer[], requests: readonly Request[]): boolean {
  return requests.every((request) =>
    layers.every((layer) => {
      const applying = layer.flatMap(({ Statement }) => Statement).filter((statement) => applies(statement, request));
      return applying.some(({ Effect }) => Effect === 'Allow') && applying.every(({ Effect }) => Effect === 'Allow');
    }),
  );
}

/** A policy that allows everything, as AWS attaches to every account, and as administrators have. */
export const ALLOW_ALL: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};
