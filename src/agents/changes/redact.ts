/**
 * What may be shown of a file before it is changed. Files of agents hold API keys, headers and tokens under names that
 * cannot be listed, so everything is hidden but the values that the plan sets or replaces, and those pass through the
 * filter for secrets as well.
 */

import { replaceSecrets } from '../../core/gateway/secretForm';
import { HIDDEN, hideSecrets } from '../../core/secrets/hideSecrets';
import type { Change } from './plan';
import { leavesOf, type Leaf } from '../documents/leaves';
import {
  isJsonObject,
  keyPathText,
  valueAt,
  type Edit,
  type Format,
  type Json,
  type KeyPath,
} from '../documents/document';

/** Keys whose old value is never shown, even where we replace it. */
const SECRET_KEY = /key$|token|secret|password|credential|auth$|authorization|cookie|header/i;

const displayText = (path: KeyPath, value: Json | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (path.some((part) => typeof part === 'string' && SECRET_KEY.test(part))) return HIDDEN;
  if (typeof value === 'string') return hideSecrets(value);
  // An object that was there instead of our value may hold anything.
  return typeof value === 'object' && value !== null ? HIDDEN : String(value);
};

/** A value that we set. Only the gateway's secret is one that may not be shown. */
function withoutOurSecrets(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return replaceSecrets(text, () => HIDDEN);
}

/** Leaves of a value that we set. */
function leaves(path: KeyPath, value: Json): readonly (readonly [KeyPath, Json])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : Object.entries(value as Readonly<Record<string, Json>>);
  return entries.length === 0 ? [] : entries.flatMap(([key, item]) => leaves([...path, key], item));
}

const isCollection = (value: Json | undefined): value is readonly Json[] | Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null;

/**
 * The values that a replaced object loses. They are listed but not shown, because they may be secrets under any name.
 */
function removedValues(path: KeyPath, old: Json | undefined, wanted: Json | undefined): readonly Change[] {
  if (!isCollection(old)) {
    const isLost = old !== undefined && old !== null && isCollection(wanted);
    return isLost ? [{ keyPath: keyPathText(path), before: HIDDEN, after: undefined }] : [];
  }
  return leaves(path, old).flatMap(([at]) =>
    valueAt(wanted, at.slice(path.length)) === undefined
      ? [{ keyPath: keyPathText(at), before: HIDDEN, after: undefined }]
      : [],
  );
}

/** The same keys in another order: a line with their names, because only their order changes. */
function reordered(path: KeyPath, old: Json | undefined, wanted: Json | undefined): readonly Change[] {
  if (!isJsonObject(old) || !isJsonObject(wanted)) return [];
  const kept = Object.keys(wanted).filter((key) => Object.hasOwn(old, key));
  const before = Object.keys(old).filter((key) => kept.includes(key));
  if (before.join() === kept.join()) return [];
  return [{ keyPath: keyPathText(path), before: before.join(', '), after: kept.join(', ') }];
}

/** The changed values, one line each. */
export function changesOf(before: Json | undefined, edits: readonly Edit[]): readonly Change[] {
  const changes: Change[] = [];
  for (const { path, value, listed } of edits) {
    if (listed === true) {
      changes.push({ keyPath: keyPathText(path), before: HIDDEN, after: `[${HIDDEN}]` });
      continue;
    }
    const whole = valueAt(before, path);
    const removed = removedValues(path, whole, value);
    changes.push(...removed, ...reordered(path, whole, value));
    const isListed = value === undefined && removed.length > 0;
    const parts = isListed ? [] : value === undefined ? [[path, undefined] as const] : leaves(path, value);
    for (const [at, wanted] of parts) {
      const old = valueAt(before, at);
      if (old === wanted) continue;
      changes.push({
        keyPath: keyPathText(at),
        before: displayText(at, old),
        after: wanted === undefined ? undefined : withoutOurSecrets(wanted),
      });
    }
  }
  return changes;
}

/** A visible value must hold no secret. */
const hasNoSecret = (value: string): boolean => hideSecrets(value) === value;

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** `cuts` are in order and do not overlap. */
function withReplacements(text: string, replacements: readonly Replacement[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, by } of replacements) {
    pieces.push(text.slice(from, start), by);
    from = end;
  }
  return [...pieces, text.slice(from)].join('');
}

/** The values that may be shown: those at exactly the paths that the plan sets. Returns a predicate of paths. */
function visibleIn(edits: readonly Edit[]): (path: KeyPath) => boolean {
  const paths = edits.flatMap(({ path, value, listed }) =>
    value === undefined ? (listed === true ? [] : [path]) : leaves(path, value).map(([place]) => place),
  );
  const open = paths.filter((place) => !place.some((part) => typeof part === 'string' && SECRET_KEY.test(part)));
  const texts = new Set(open.map((place) => JSON.stringify(place)));
  const longest = Math.max(0, ...open.map(({ length }) => length));
  return (path) => path.length <= longest && texts.has(JSON.stringify(path));
}

/** A value or a comment in its place, of the same form. */
function hiddenForm(kind: Leaf['kind'], source: string, format: Format): string {
  if (format === 'yaml') return kind === 'comment' ? `# ${HIDDEN}` : `'${HIDDEN}'`;
  if (kind === 'value') return `"${HIDDEN}"`;
  return source.startsWith('//') ? `// ${HIDDEN}` : `/* ${HIDDEN} */`;
}

/** A file's text for a diff. `edits` are the plan's: their values alone can be read. */
export function redacted(text: string, format: Format, edits: readonly Edit[]): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const isShown = visibleIn(edits);
  const isHidden = ({ kind, path, value }: Leaf): boolean =>
    kind === 'comment' || (kind === 'value' && typeof value === 'string' && !(isShown(path) && hasNoSecret(value)));
  const replacements = leavesOf(bare, format)
    .filter(isHidden)
    .map(({ kind, start, end }) => ({ start, end, by: hiddenForm(kind, bare.slice(start, end), format) }));
  return withReplacements(bare, replacements);
}
