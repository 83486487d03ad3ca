/** The gateway's rows in the agents' view, as a pure function of its state. */

/** An account and Region in which agents were called, and the problem that the last call there had. */
export interface PlaceState {
  readonly awsProfile: string;
  readonly region: string;
  /** A problem's code, or `account`; undefined where there is none. */
  readonly problem?: string | undefined;
}

/** A request that the gateway has refused. */
export interface RefusalState {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly code: string;
  /** What it is about, such as a model; free of secrets. */
  readonly what: string;
  /** The agent's id; undefined where it is not known whose request it was. */
  readonly agent?: string | undefined;
}

export interface RunningGatewayState {
  readonly kind: 'running';
  readonly port: number;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Calls in the journal since midnight, local time. */
  readonly callsToday: number;
  /** It runs on without a window. */
  readonly stays: boolean;
  readonly places: readonly PlaceState[];
  /** Newest first. */
  readonly refusals: readonly RefusalState[];
}

/**
 * `stopped`: nobody listens on its port, and `reason` is why it could not be started. `stranger`: somebody else's
 * program listens there.
 */
export type GatewayState =
  | RunningGatewayState
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopped'; readonly reason?: string | undefined }
  | { readonly kind: 'stranger'; readonly port: number };

/** The gateway's row. */
export interface GatewayRow {
  readonly gateway: GatewayState;
  /** Names of the agents that are set to it. */
  readonly agents: readonly string[];
  /** The AWS profile to sign in with, where signing in helps. */
  readonly awsProfile?: string;
}

/** The row below it: why the latest request was refused. */
export interface RefusalRow {
  readonly refusal: RefusalState;
}

/** There is no row where nobody uses the gateway and none runs. */
export function gatewayRows(state: GatewayState, agents: readonly string[]): readonly GatewayRow[] {
  if (agents.length === 0 && state.kind !== 'running') return [];
  const failing = state.kind === 'running' ? failingPlace(state) : undefined;
  const isExpired = failing?.problem !== undefined && SIGN_IN.includes(failing.problem);
  return [{ gateway: state, agents, ...(isExpired ? { awsProfile: failing.awsProfile } : {}) }];
}

/** Refusals that are older are in the past. */
const RECENT_MS = 3_600_000;

/** The latest refusal, as long as it is recent. @param now milliseconds since 1970. */
export function refusalRows({ gateway }: GatewayRow, now: number): readonly RefusalRow[] {
  if (gateway.kind !== 'running') return [];
  const [latest] = gateway.refusals;
  return latest === undefined || now - latest.time > RECENT_MS ? [] : [{ refusal: latest }];
}

/** The first place whose calls fail until the user does something. */
export const failingPlace = ({ places }: RunningGatewayState): PlaceState | undefined =>
  places.find(({ problem }) => problem !== undefined);

/** Signing in again solves these. */
const SIGN_IN = ['sso-expired', 'expired'];

/** The context value that the `when` clauses of the row's menus test. */
export function gatewayContextValue({ gateway, agents, awsProfile }: GatewayRow): string {
  const flags = [...(agents.length === 0 ? [] : ['used']), ...(awsProfile === undefined ? [] : ['signIn'])];
  return ['gateway', gateway.kind, ...flags].join('+');
}

/** What helps against a refusal. */
export type RefusalRemedy = 'create' | 'use' | 'sign-in' | 'settings' | 'none';

/** What the user can do so that the same request is not refused again. */
export function remedyOf({ code }: Pick<RefusalState, 'code'>): RefusalRemedy {
  switch (code) {
    case 'no-profile':
    case 'residency':
    case 'tags':
      return 'create';
    case 'secret':
    case 'account':
    case 'other-place':
    case 'unknown-profile':
      return 'use';
    case 'expired':
    case 'credentials':
      return 'sign-in';
    case 'not-mine':
      return 'settings';
    default:
      return 'none';
  }
}

/** Of the row of a refusal. */
export const refusalContextValue = ({ refusal }: RefusalRow): string => `refusal+${remedyOf(refusal)}`;

/** Whether two states look the same. */
export const isSameState = (a: GatewayState, b: GatewayState): boolean => JSON.stringify(a) === JSON.stringify(b);
