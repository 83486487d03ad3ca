/** What the flows about AWS's own alerts share. */

import type { AlertPlan } from '../../core/alerts/alerts';
import type { AwsApi } from '../../core/awsApi';
import { Problem } from '../../core/problem';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';

export interface AlertContext {
  readonly snapshot: Snapshot;
  /** The AWS side of the connection with which the command began. Throws `changed` when there is another by now. */
  readonly aws: () => AwsApi;
  /** Names that are taken, as far as what is at AWS was looked at. */
  readonly isTaken: (plan: AlertPlan) => boolean;
  /** Looks again at what is at AWS where that was agreed to, and says whether there is one of this name; undefined when not looked. */
  readonly isThere: (plan: AlertPlan) => Promise<boolean | undefined>;
  /** Notes that a kind may not be made, and why. */
  readonly refused: (plan: AlertPlan, problem: Problem) => void;
}

/** Keeps a flow to the connection that it began with. */
export async function keptTo(store: Store): Promise<() => AwsApi> {
  const { connection } = store;
  const aws = await store.aws();
  return () => {
    if (aws === undefined || store.connection !== connection) throw new Problem('changed');
    return aws;
  };
}

/** The address in the caller's session name, as IAM Identity Center gives it; empty where there is none. */
export const emailOf = ({ caller }: Snapshot): string =>
  /\/([^\s/@]+@[^\s/@]+\.[^\s/@]+)$/.exec(caller.value?.arn ?? '')?.[1] ?? '';
