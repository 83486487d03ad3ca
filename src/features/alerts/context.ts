/** What the questions about AWS's own alerts share. */

import type { AlertPlan } from '../../core/alerts/alerts';
import type { AwsApi } from '../../core/awsApi';
import type { Problem } from '../../core/problem';
import type { Snapshot } from '../../store/snapshot';

export interface AlertContext {
  readonly snapshot: Snapshot;
  /** The AWS API of the connection with which the command began. Throws `changed` once there is another one. */
  readonly aws: () => AwsApi;
  /** Whether an alert of this name is in the list, as far as it has been loaded. */
  readonly isTaken: (plan: AlertPlan) => boolean;
  /**
   * Refreshes the list, if the user has agreed to load it, and returns whether it has this name; undefined where it is
   * not known.
   */
  readonly exists: (plan: AlertPlan) => Promise<boolean | undefined>;
  /** Notes that alerts of this kind may not be created, and why. */
  readonly onDenied: (plan: AlertPlan, problem: Problem) => void;
}

/** The email address in the caller's session name, as IAM Identity Center writes it; empty where there is none. */
export const emailOf = ({ caller }: Snapshot): string =>
  /\/([^\s/@]+@[^\s/@]+\.[^\s/@]+)$/.exec(caller.value?.arn ?? '')?.[1] ?? '';
