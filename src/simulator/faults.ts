/** Failures that can be injected into the simulator. */

import type { AwsError } from './errors';
import { accessDenied, expiredToken, serverError, throttled, unrecognizedClient } from './errors';
import type { CountedService, Service } from './operation';

export const FAULT_KINDS = [
  'throttle',
  'serverError',
  'reset',
  'hang',
  'deny',
  'expired',
  'invalidRegion',
  'drop',
  'partial',
  'latency',
  'repeatToken',
  'endlessTokens',
] as const;

/**
 * `reset` and `hang` do no work; `drop` does it and then cuts the connection. `partial` answers GetMetricData
 * incompletely, and a bulk file of the price list with its first half. `repeatToken` answers a list with its first page
 * and the same token, again and again; `endlessTokens` with a new one each time. `expired` and `invalidRegion` refuse
 * the credentials, `deny` the action.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Such as `GetMetricData`; absent: any. */
  readonly operation?: string;
  readonly service?: CountedService;
  readonly region?: string;
  /** How many calls fail; absent: all until it is cleared. */
  readonly times?: number;
  /** For `serverError`; 500 when absent. A bulk file of the price list can answer with any, such as 404. */
  readonly status?: number;
  /** For `latency`, ms. */
  readonly ms?: number;
}

/** A fault that was set, with the number to clear it by and how often it occurred. */
export interface ActiveFault extends Fault {
  readonly id: number;
  struck: number;
}

interface Target {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
}

const matches = (fault: ActiveFault, { service, operation, region }: Target): boolean =>
  (fault.operation === undefined || fault.operation === '*' || fault.operation === operation) &&
  (fault.service === undefined || fault.service === service) &&
  (fault.region === undefined || fault.region === region) &&
  fault.struck < (fault.times ?? Infinity);

export class Faults {
  private active: ActiveFault[] = [];
  private made = 0;

  /** Sets a fault; call the returned function to clear it. */
  add(fault: Fault): () => void {
    const { id } = this.set(fault);
    return () => {
      this.clear(id);
    };
  }

  set(fault: Fault): ActiveFault {
    this.made += 1;
    const active = { ...fault, id: this.made, struck: 0 };
    this.active.push(active);
    return active;
  }

  /** Clears one fault, or all. */
  clear(id?: number): void {
    this.active = id === undefined ? [] : this.active.filter((fault) => fault.id !== id);
  }

  get list(): readonly ActiveFault[] {
    return this.active;
  }

  /** All delays and the first other fault for this call; they are counted. */
  strike(target: Target): { readonly delay: number; readonly fault: ActiveFault | undefined } {
    const struck = this.active.filter((fault) => matches(fault, target));
    const slow = struck.filter(({ kind }) => kind === 'latency');
    const fault = struck.find(({ kind }) => kind !== 'latency');
    for (const one of [...slow, ...(fault ? [fault] : [])]) one.struck += 1;
    return { delay: slow.reduce((sum, { ms = 0 }) => sum + ms, 0), fault };
  }
}

/** IAM has no Converse action, and calls the tagging service `tag`. */
function actionOf(service: Service, operation: string): string {
  if (service === 'bedrock-runtime')
    return `bedrock:InvokeModel${operation.includes('Stream') ? 'WithResponseStream' : ''}`;
  if (service === 'budgets') return `budgets:${/^(Describe|List)/.test(operation) ? 'View' : 'Modify'}Budget`;
  return `${service === 'tagging' ? 'tag' : service}:${operation}`;
}

/** The error of a fault; undefined when it does not answer with one. */
export function faultError(
  { kind, status }: Fault,
  call: { readonly service: Service; readonly operation: string; readonly caller: string; readonly resource: string },
): AwsError | undefined {
  switch (kind) {
    case 'throttle':
      return throttled(call.service);
    case 'serverError':
      return serverError(call.service, status ?? 500);
    case 'deny':
      return accessDenied(call.caller, actionOf(call.service, call.operation), call.resource);
    case 'expired':
      return expiredToken();
    case 'invalidRegion':
      return unrecognizedClient();
    case 'reset':
    case 'hang':
    case 'drop':
    case 'partial':
    case 'latency':
    case 'repeatToken':
    case 'endlessTokens':
      return undefined;
  }
}
