/**
 * Values under a name which shows that they are secret: in JSON, INI, YAML, XML, headers, the environment and
 * on command lines.
 */

/** Names whose value is secret wherever they contain one of these words. */
const SECRET =
  /secret|passw(?:or)?d|passphrase|pwd|(?:^|[-_.])pass$|authorization|signature|cookie|(?:api|access|private|signing|encryption)[-_. ]?key|(?:token|mfa|otp|verification|security)[-_. ]?code|saml/i;
/** Words of sentences as well, and of counts. */
const PERHAPS_SECRET = /token|credential|auth|session[-_]?id|jwt/i;
/** A name in one word that is only about a secret, such as the name of an error. */
const ENDS_SECRET =
  /(?:secret|passw(?:or)?d|passphrase|pwd|authorization|signature|cookie|key|code|token|credential|auth|session[-_]?id|jwt|saml)(?:s|id|key|code|value|string|hash|text|data|\d){0,2}$/i;
/** The shell's folders, and counts of what models read. */
const NO_SECRET = /^(?:old)?pwd$|tokens$|tokens?count$/i;
/** Their value may hold spaces and goes on to the end of the line. */
const WHOLE_LINE = /authorization$|cookie$|credential_process$/i;
const PASSWORD_FLAG = /^-p$/;
const USER_FLAG = /^(?:-u|--(?:proxy-)?user)$/;
const PLAIN_VALUE = /^(?:true|false|null|none|undefined)[\s,;}\])]*$/i;

const WORDS = /[\w.-]+/g;
const SEPARATOR = /\\*["'`]?[ \t]*(?:=>|:=|=|:)[ \t]*/y;
const BLANK = /[ \t]+(?=[^\s-])/y;
const QUOTE = /\\*["'`]/y;
const SCHEME = /(?:Bearer|Basic|Digest|Negotiate|AWS4-HMAC-SHA256)[ \t]+/iy;

interface Value {
  readonly start: number;
  readonly end: number;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const endOf = (pattern: RegExp, text: string, at: number): number => at + (matchAt(pattern, text, at) ?? '').length;

/**
 * Where a quoted value ends: at its quote with no more backslashes than the opening one had, or at the end of the text.
 */
function closing(text: string, start: number, open: string): number {
  const quote = open.slice(-1);
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let first = at;
    while (first > start && text[first - 1] === '\\') first -= 1;
    const escapes = at - first;
    if (open.length === 1 && escapes % 2 === 0) return at;
    if (open.length > 1 && escapes < open.length) return first;
  }
  return text.length;
}

const isSecretName = (name: string): boolean =>
  !NO_SECRET.test(name) && (SECRET.test(name) || PERHAPS_SECRET.test(name));

/** In `Name: value`, which may as well be a sentence: whether the value is one. */
function isSentence(name: string, value: string): boolean {
  const isOneWord = !/[-_.]/.test(name);
  if (isOneWord && !ENDS_SECRET.test(name)) return true;
  return !SECRET.test(name) && !/\d/.test(value);
}

/** The value after a name and a separator. */
function separated(text: string, name: string, end: number): Value | undefined {
  const separator = matchAt(SEPARATOR, text, end);
  if (separator === undefined || !isSecretName(name)) return undefined;
  const start = end + separator.length;
  const open = matchAt(QUOTE, text, start);
  if (open !== undefined) {
    const inside = start + open.length;
    return { start: inside, end: closing(text, inside, open) };
  }
  if (WHOLE_LINE.test(name)) return { start, end: endOf(/[^\r\n]*/y, text, start) };
  const from = endOf(SCHEME, text, start);
  const value = { start, end: endOf(/\S*/y, text, from) };
  const words = text.slice(from, value.end);
  const isQuoted = /["'`]/.test(separator);
  if (!isQuoted && /:[ \t]+$/.test(separator) && from === start && isSentence(name, words)) return undefined;
  return PLAIN_VALUE.test(words) ? undefined : value;
}

/** The word after a flag of a command line. */
function flagged(text: string, name: string, end: number): Value | undefined {
  const isUser = USER_FLAG.test(name);
  if (!isUser && !PASSWORD_FLAG.test(name) && !(name.startsWith('-') && isSecretName(name))) return undefined;
  const start = endOf(BLANK, text, end);
  if (start === end) return undefined;
  const open = matchAt(QUOTE, text, start);
  const inside = start + (open ?? '').length;
  const value = { start: inside, end: open === undefined ? endOf(/\S*/y, text, start) : closing(text, inside, open) };
  return !isUser || text.slice(value.start, value.end).includes(':') ? value : undefined;
}

/** The content of an XML element. */
function enclosed(text: string, name: string, start: number, end: number): Value | undefined {
  if (text[start - 1] !== '<' || text[end] !== '>' || !isSecretName(name)) return undefined;
  return { start: end + 1, end: endOf(/[^<]*/y, text, end + 1) };
}

/** Two words that are one name, such as `api key`. */
const joined = (before: string, word: string): string =>
  /^(?:key|code|id)$/i.test(word) && /^(?:api|access|private|secret|signing|encryption|mfa|key)$/i.test(before)
    ? `${before === 'key' ? 'access key' : before} ${word}`
    : word;

/**
 * Where a value ends when its last word is the name of another one, as in `-p Cookie: session=…`; and the last word of
 * it all, which may be the first half of a name.
 */
function followedNames(text: string, value: Value): { readonly end: number; readonly lastWord: string } {
  let { start, end } = value;
  let lastWord = '';
  for (;;) {
    const last = [...text.slice(start, end).matchAll(WORDS)].at(-1);
    if (last === undefined) return { end, lastWord };
    const wordEnd = start + last.index + last[0].length;
    const next = separated(text, joined(lastWord, last[0]), wordEnd);
    [lastWord] = last;
    if (next === undefined || next.end <= end) return { end, lastWord };
    start = end;
    ({ end } = next);
  }
}

/** A text with the values of secret names replaced. Reads each character a bounded number of times. */
export function withoutNamedValues(text: string, replacement: string): string {
  const pieces: string[] = [];
  let from = 0;
  let before = '';
  const words = new RegExp(WORDS);
  for (let found = words.exec(text); found !== null; found = words.exec(text)) {
    const [word] = found;
    const end = found.index + word.length;
    const name = joined(before, word);
    const value = separated(text, name, end) ?? flagged(text, word, end) ?? enclosed(text, word, found.index, end);
    before = word;
    if (value === undefined || value.end === value.start) continue;
    pieces.push(text.slice(from, value.start), replacement);
    ({ end: from, lastWord: before } = followedNames(text, value));
    words.lastIndex = from;
  }
  return [...pieces, text.slice(from)].join('');
}
