/**
 * Text that may be shared: no secrets, and, other than in the log, which stays on the machine, no full
 * account numbers, no home folder, ARNs without their middle.
 */

import { shortAccount } from '../format';
import { hideSecrets } from './hideSecrets';

/** What is known of this machine. */
export interface RedactionOptions {
  /** The home folder, as the system writes it; empty when there is none. */
  readonly home: string;
  /** Texts to remove, such as an access key's id from the environment. */
  readonly secrets?: readonly string[];
}

/** The random end that Identity Center gives its roles. */
const SSO_ROLE = /(AWSReservedSSO_[\w+=,.@-]{1,64}?)_[0-9a-f]{16}/g;
const ACCOUNT = /(?<!\d)(\d{4}[- ]?\d{4}[- ]?\d{4})(?!\d)/g;
const ARN = /\barn:([^:\s]*):([^:\s]*):([^:\s]*):([^:\s]*):/g;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The home folder with either kind of slash, also escaped in a string of JSON; whole parts of a path only. */
function withoutHome(text: string, home: string): string {
  const bare = home.replace(/[\\/]+$/, '');
  if (bare === '') return text;
  const parts = bare.split(/[\\/]/).map(escaped).join('[\\\\/]{1,4}');
  return text.replace(new RegExp(`${parts}(?![\\w.-])`, 'gi'), '~');
}

/** A text without what must not be shared. */
export function withoutSecrets(text: string, { home, secrets = [] }: RedactionOptions): string {
  return withoutHome(hideSecrets(text, secrets), home)
    .replace(SSO_ROLE, '$1_…')
    .replace(ARN, (_, _partition: string, service: string, region: string) =>
      ['arn', '…', service, region, '…', ''].join(':'),
    )
    .replace(ACCOUNT, (digits) => shortAccount(digits));
}
