/** How bad a state of an agent's settings is. */

import type { Drift } from './drift';

/** The severity of a state: fine, worth knowing, wrong, or not known. */
export type Severity = 'good' | 'neutral' | 'bad' | 'unknown';

export function severityOf(drift: Drift): Severity {
  switch (drift.kind) {
    case 'mine':
    case 'through-gateway':
      return 'good';
    case 'another-of-mine':
    case 'unknown-selection':
    case 'not-configured':
      return 'neutral';
    case 'unknown-profile':
    case 'unresolved':
      return 'unknown';
    case 'other-provider':
      return drift.wasSet ? 'bad' : 'neutral';
    case 'unreadable':
      return drift.reason === 'hidden' ? 'unknown' : 'bad';
    case 'other-owner':
    case 'deleted':
    case 'untracked':
    case 'wrong-region':
    case 'no-region':
    case 'wrong-base-model':
    case 'temperature-refused':
    case 'reverted':
    case 'needs-reload':
    case 'caching-off':
    case 'blocked':
    case 'gateway-no-profile':
    case 'other-gateway':
    case 'gateway-no-secret':
    case 'gateway-stopped':
    case 'gateway-stranger':
      return 'bad';
  }
}
