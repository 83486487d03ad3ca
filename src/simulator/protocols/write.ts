/** Writing an answer's values the way each protocol does. */

import { tag } from '@smithy/core/cbor';
import { isFields } from '../input';

type Stamp = (date: Date) => unknown;

/** Copies a value with its dates stamped, its maps as objects, and nothing undefined. */
function plain(value: unknown, stamp: Stamp): unknown {
  if (value instanceof Date) return stamp(value);
  if (value instanceof Map) return plain(Object.fromEntries(value), stamp);
  if (Array.isArray(value)) return value.map((item) => plain(item, stamp));
  if (!isFields(value)) return value;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(fields.map(([name, item]) => [name, plain(item, stamp)]));
}

/** rest-json as Bedrock has it: ISO 8601. */
export const isoDates = (value: unknown): unknown => plain(value, (date) => date.toISOString());
/** JSON 1.0 and 1.1: seconds since 1970. */
export const epochDates = (value: unknown): unknown => plain(value, (date) => date.getTime() / 1000);
/** CBOR: tag 1. */
export const taggedDates = (value: unknown): unknown =>
  plain(value, (date) => tag({ tag: 1, value: date.getTime() / 1000 }));

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** A value as XML: a list's items are `member` elements, a map's are `entry` elements. */
export function xml(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Map) {
    return [...value].map(([key, item]) => `<entry><key>${xml(key)}</key><value>${xml(item)}</value></entry>`).join('');
  }
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (isFields(value)) {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
      .join('');
  }
  return typeof value === 'string'
    ? escapeXml(value)
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}
