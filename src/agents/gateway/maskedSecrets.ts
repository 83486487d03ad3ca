/**
 * Secrets of the gateway in what we keep: backups, records of changes, scheduled changes. In their places stand marks,
 * which compare like the secrets and give nothing of them away.
 */

import { createHash } from 'node:crypto';
import { replaceSecrets, secretsWithin } from '../../core/gateway/secretForm';
import { AgentProblem } from '../problem';

/** Of 256 random bits no part of a hash helps to find them. */
const MARK_PREFIX = 'bedrock-tally.secret.';
const DIGITS = 16;
const MARK = new RegExp(`${MARK_PREFIX.replaceAll('.', '\\.')}[0-9a-f]{${String(DIGITS)}}`, 'g');

const markOf = (secret: string): string =>
  MARK_PREFIX + createHash('sha256').update(secret).digest('hex').slice(0, DIGITS);

/** The text with a mark for each secret. A mark needs no quotes or escapes in JSON or YAML. */
export const maskSecrets = (text: string): string => replaceSecrets(text, markOf);

/** Whether a value, or a text, has a secret of ours in it. */
export const hasSecret = (value: unknown): boolean =>
  value !== undefined && secretsWithin(JSON.stringify(value)).length > 0;

/** Whether a value, or a text, has a mark in it: it cannot be written as it is. */
export const hasMark = (value: unknown): boolean => value !== undefined && JSON.stringify(value).search(MARK) >= 0;

/** The value with marks in all of its texts. What has none is left as it is: not every value can be written as JSON. */
export const maskedCopy = <Value>(value: Value): Value =>
  hasSecret(value) ? (JSON.parse(maskSecrets(JSON.stringify(value))) as Value) : value;

/**
 * The value with secrets in the places of their marks, as `unmaskSecrets` finds them.
 * @throws AgentProblem `secret-gone` where a mark is left.
 */
export const unmaskedCopy = <Value>(value: Value, known: unknown, renewed?: string): Value =>
  hasMark(value) ? (JSON.parse(unmaskSecrets(JSON.stringify(value), JSON.stringify(known), renewed)) as Value) : value;

/**
 * The text with secrets in the places of their marks.
 * @param known a text with the secrets that may be put in.
 * @param renewed put in for all others: their secrets are no longer known to anybody.
 * @throws AgentProblem `secret-gone` where a mark is left.
 */
export function unmaskSecrets(text: string, known: string, renewed?: string): string {
  const secrets = new Map(secretsWithin(known).map((secret) => [markOf(secret), secret]));
  return text.replace(MARK, (mark) => {
    const secret = secrets.get(mark) ?? renewed;
    if (secret === undefined) throw new AgentProblem('secret-gone');
    return secret;
  });
}
