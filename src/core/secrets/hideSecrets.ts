/**
 * The one filter that hides secrets: everything that is logged, reported, stored in shared files or shown passes
 * through it. What may be a secret is hidden, also where it is none: a name too few is better than a key too many.
 * It is linear in the length of the text: each pattern either consumes what it reads or reads a bounded number of
 * characters.
 */

import { withoutNamedValues } from './namedValues';

/** Written in place of a secret. */
export const HIDDEN = '(hidden)';

/** What is left of the line in which Node names the command line of a child process that failed, passwords included. */
export const COMMAND_FAILED = 'Command failed';
const COMMAND_LINE = /\bCommand failed(?: with [\w ]{1,40})?: [^\r\n]*/g;
/** Ids of keys and of principals (AWS's documentation of unique identifiers). */
const AWS_ID = /(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,}/g;
const BEARER = /\b(Bearer|Basic|Negotiate|NTLM|Digest)[ \t]{1,8}([\w+/=.~-]{8,})/g;
/** What follows such a word in a sentence or a challenge and is no secret. */
const NO_BEARER = /^(?:auth|token|credential|realm|scheme)/i;
/** Prefixes of what other services give out. */
const PREFIXED =
  /\b(?:[sp]k[-_]|gh[a-z]_|github_pat_|glpat-|npm_|hf_|gsk_|xox[a-z]-|AIza|ya29|ABSK|bedrock-api-key-|bedrock-tally_|eyJ)[-_A-Za-z0-9]{10,}[-_A-Za-z0-9+/=.]*/g;
const LONG = /[A-Za-z0-9+/=_-]{32,}/g;
const HEX = /\b[0-9a-f]{32,}\b/gi;
const URL_REST = /:\/\/[^\s"<>]+/g;

/**
 * Words joined in camel case, with an acronym or a number at an end: names of actions and of roles, parts of paths and
 * of model ids.
 */
const WORDS = /^[A-Z]{0,4}[a-z]*(?:[A-Z][a-z]{2,})*[A-Z]{0,4}\d{0,8}$/;
/** The random end that Identity Center gives its roles; it opens nothing. */
const SSO_END = /(AWSReservedSSO_[\w+=,.@-]{1,64}?)_[0-9a-f]{16}/g;

/** Whether a long run of characters is no path, no name and no id of a model. */
function looksRandom(run: string): boolean {
  const strange = run
    .replace(SSO_END, '$1')
    .split(/[/_+=-]/)
    .filter((part) => part.length > 4 && !WORDS.test(part));
  const isMixed = /[a-z]/.test(run) && /[A-Z]/.test(run);
  return strange.some((part) => isMixed || part.length >= 24);
}

/** From a `-----BEGIN` on to the end of its `-----END` line, or of the text. */
function withoutPem(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let begin = text.indexOf('-----BEGIN'); begin >= 0; begin = text.indexOf('-----BEGIN', from)) {
    const foot = text.indexOf('-----END', begin);
    const end = foot < 0 ? -1 : text.indexOf('-----', foot + '-----END'.length);
    pieces.push(text.slice(from, begin), HIDDEN);
    from = end < 0 ? text.length : end + '-----'.length;
  }
  return [...pieces, text.slice(from)].join('');
}

/** A URL after its scheme, without who signs in and what follows its question mark. */
function urlWithoutSecrets(rest: string): string {
  const authorityEnd = rest.slice(3).search(/[/?#]/);
  const authority = authorityEnd < 0 ? rest.slice(3) : rest.slice(3, authorityEnd + 3);
  // A password that was not encoded may hold a slash; an `@` in the path of a plain address is none of a user's.
  const at = authority.includes('@') || authority.includes(':') ? rest.lastIndexOf('@') : -1;
  const shown = at < 0 ? rest : `://…${rest.slice(at)}`;
  const hash = shown.indexOf('#');
  // What follows a hash sign is a place in a page, or, as after signing in, an answer with its tokens.
  const answer = hash >= 0 && shown.includes('=', hash) ? hash : shown.length;
  const query = shown.indexOf('?');
  const end = Math.min(query < 0 ? shown.length : query, answer);
  return end === shown.length ? shown : `${shown.slice(0, end + 1)}…`;
}

/** `name:password@host` without a scheme, as proxies are written. */
function wordWithoutUser(word: string): string {
  const parts = word.split('@');
  const last = parts.pop() ?? '';
  const hidden = parts.map((part) => {
    const start = 1 + Math.max(...Array.from('"\'`<>(=,;', (mark) => part.lastIndexOf(mark)));
    return /^[^:/]+:(?!\/\/)[^:]+$/.test(part.slice(start)) ? `${part.slice(0, start)}…` : part;
  });
  return [...hidden, last].join('@');
}

/** A text without keys, tokens, passwords and command lines. `known` are texts that are secret here. */
export function hideSecrets(text: string, known: readonly string[] = []): string {
  return withoutNamedValues(
    withoutPem(known.filter(({ length }) => length >= 4).reduce((rest, one) => rest.replaceAll(one, HIDDEN), text))
      .replace(COMMAND_LINE, COMMAND_FAILED)
      .replace(URL_REST, urlWithoutSecrets)
      .replace(/\S+/g, (word) => (word.includes('@') && word.includes(':') ? wordWithoutUser(word) : word)),
    HIDDEN,
  )
    .replace(BEARER, (found, scheme: string, value: string) => (NO_BEARER.test(value) ? found : `${scheme} ${HIDDEN}`))
    .replace(AWS_ID, HIDDEN)
    .replace(PREFIXED, HIDDEN)
    .replace(HEX, HIDDEN)
    .replace(LONG, (run) => (looksRandom(run) ? HIDDEN : run));
}

/** The keys in an environment, which must not appear in any text. */
export const secretsIn = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    /KEY|TOKEN|SECRET|PASSW/i.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
  );

/** An error's message without secrets; anything else as text. */
export function messageOf(error: unknown): string {
  return hideSecrets(error instanceof Error ? error.message : String(error));
}
