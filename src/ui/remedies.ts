import type { ProblemCode } from '../core/problem';
import { COMMANDS } from '../manifest';

/** The commands that help against problems. */
export type RemedyCommand = (typeof COMMANDS)[
  'signIn' | 'connect' | 'chooseRegion' | 'copyMissingPermission' | 'showLog' | 'refresh'];

/** The one command that helps against a problem. */
export function remedyCommand(code: ProblemCode): RemedyCommand {
  switch (code) {
    case 'sso-expired':
      return COMMANDS.signIn;
    case 'no-credentials':
    case 'incomplete-profile':
    case 'unreadable-name':
    case 'refused-credentials':
    case 'unknown-profile':
      return COMMANDS.connect;
    case 'no-region':
    case 'wrong-region':
      return COMMANDS.chooseRegion;
    case 'denied':
      return COMMANDS.copyMissingPermission;
    case 'invalid':
    case 'spending-limit':
    case 'unexpected':
    case 'not-offered':
    case 'not-ours':
      return COMMANDS.showLog;
    case 'mfa-needed':
    case 'expired':
    case 'process-failed':
    case 'unreachable':
    case 'certificate':
    case 'proxy-sign-in':
    case 'broken-answer':
    case 'throttled':
    case 'server':
    case 'not-found':
    case 'conflict':
    case 'quota':
    case 'not-enabled':
    case 'changed':
    case 'clock-skew':
      return COMMANDS.refresh;
  }
}
