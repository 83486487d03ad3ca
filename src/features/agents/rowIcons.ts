/** The icon and the colour of an agent's row. */

import type { Drift } from '../../agents/drift';
import type { Severity } from '../../agents/driftSeverity';

/** The icon of a state, by the name of a codicon. */
export function driftIcon({ kind }: Drift): string {
  switch (kind) {
    case 'mine':
      return 'pass-filled';
    case 'through-gateway':
      return 'arrow-swap';
    case 'another-of-mine':
      return 'pass';
    case 'other-owner':
      return 'organization';
    case 'deleted':
      return 'error';
    case 'unknown-profile':
    case 'unresolved':
      return 'question';
    case 'blocked':
      return 'circle-slash';
    case 'untracked':
      return 'warning';
    case 'other-provider':
      return 'plug';
    case 'gateway-no-profile':
    case 'gateway-no-secret':
      return 'key';
    case 'other-gateway':
    case 'gateway-stopped':
    case 'gateway-stranger':
      return 'debug-disconnect';
    case 'reverted':
      return 'discard';
    case 'needs-reload':
      return 'debug-restart';
    case 'caching-off':
      return 'database';
    case 'temperature-refused':
      return 'error';
    case 'unknown-selection':
      return 'list-selection';
    case 'wrong-region':
    case 'no-region':
      return 'globe';
    case 'wrong-base-model':
      return 'symbol-ruler';
    case 'not-configured':
      return 'circle-outline';
    case 'unreadable':
      return 'lock';
  }
}

/** The id of the theme color for a severity; undefined for the color of text. */
export function severityColor(severity: Severity): string | undefined {
  switch (severity) {
    case 'good':
      return 'testing.iconPassed';
    case 'bad':
      return 'list.warningForeground';
    case 'neutral':
    case 'unknown':
      return undefined;
  }
}
