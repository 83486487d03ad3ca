/**
 * Text that may be sent to somebody: no keys, no tokens, no full account numbers, no home folder, ARNs without their middle. What looks
 * like a secret is hidden, also where it is none: a name too few is better than a key too many.
 */

import { shortAccount } from './format';
import { actionsOf, MONEY_GROUPS, PROFILE_GROUPS } from './policies/permissions';

export const HIDDEN = '(hidden)';

/** What is known of this machine. */
export interface Known {
  /** The home folder, as the system writes it; empty when there is none. */
  readonly home: string;
  /** Texts that are not to be told, such as an access key's id from the environment. */
  readonly secrets?: readonly string[];
}

/** Ids of keys and of principals (AWS's documentation of unique identifiers). */
const AWS_ID = /(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,}/g;
/** `name=value` and `name: value` where the name says that it is secret; a scheme such as Bearer stands between. */
const NAMED =
  /((?:secret|passw(?:or)?d|passphrase|authorization|signature|api[-_ ]?key|access[-_ ]?key(?:[-_ ]?id)?|(?:token|credential)(?=[\w-]*["']?\s*(?:=|:\s*\S*\d)))[\w-]*["']?\s*[=:]\s*)(?:(?:Bearer|Basic|AWS4-HMAC-SHA256)\s+)?["']?[^\s"',;]+/gi;
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9+/=._-]{8,}/g;
/** Who signs in to a proxy, and what follows a URL's question mark. */
const URL_USER = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const URL_QUERY = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?]*)\?\S*/gi;
/** Prefixes of what other services give out. */
const PREFIXED =
  /\b(?:sk|pk|ghp|gho|ghs|ghu|github_pat|glpat|xox[a-z]|ABSK|bedrock-api-key|eyJ)[-_A-Za-z0-9]{10,}[-_A-Za-z0-9+/=.]*/g;
const LONG = /[A-Za-z0-9+/=_-]{32,}/g;
const HEX = /\b[0-9a-f]{32,}\b/gi;
/** The random end that Identity Center gives its roles. */
const SSO_ROLE = /(AWSReservedSSO_[\w+=,.@-]+?)_[0-9a-f]{16}/g;
/** What is left of such a role's name when it is made of words. */
const SSO_WORDS = /(?<=^|\/)AWSReservedSSO_(?:[A-Z][a-z]+)+_$/;
const ACCOUNT = /(?<!\d)(\d{4}[- ]?\d{4}[- ]?\d{4})(?!\d)/g;
const ARN = /\barn:([^:\s]*):([^:\s]*):([^:\s]*):([^:\s]*):/g;

/** Names of actions, some of them as long as a key. */
const ACTIONS: ReadonlySet<string> = new Set(
  actionsOf(...PROFILE_GROUPS, ...MONEY_GROUPS).map((action) => action.replace(/^.*:/, '')),
);

/** Letters of both cases in a long run: no path, no id of a model looks like that, but for actions and the roles of Identity Center. */
function looksRandom(run: string): boolean {
  if (ACTIONS.has(run)) return false;
  const rest = run.replace(SSO_WORDS, '');
  return /[a-z]/.test(rest) && /[A-Z]/.test(rest);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The home folder with either kind of slash, whole parts of a path only. */
function withoutHome(text: string, home: string): string {
  const bare = home.replace(/[\\/]+$/, '');
  if (bare === '') return text;
  const parts = bare.split(/[\\/]/).map(escaped).join('[\\\\/]+');
  return text.replace(new RegExp(`${parts}(?![\\w.-])`, 'gi'), '~');
}

/** A text without what must not be told. */
export function withoutSecrets(text: string, { home, secrets = [] }: Known): string {
  const told = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  return withoutHome(told, home)
    .replace(NAMED, `$1${HIDDEN}`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(URL_USER, '$1…@')
    .replace(URL_QUERY, '$1?…')
    .replace(AWS_ID, HIDDEN)
    .replace(PREFIXED, HIDDEN)
    .replace(SSO_ROLE, '$1_…')
    .replace(HEX, HIDDEN)
    .replace(LONG, (run) => (looksRandom(run) ? HIDDEN : run))
    .replace(ARN, (_, _partition: string, service: string, region: string) =>
      ['arn', '…', service, region, '…', ''].join(':'),
    )
    .replace(ACCOUNT, (digits) => shortAccount(digits));
}
