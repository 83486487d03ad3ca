import type { Snapshot } from '../../store/snapshot';
import { copyText } from '../../ui/clipboard';

/** Copies the IAM action that AWS has denied, as administrators are to grant it. */
export async function copyMissingPermission({ caller, profiles, mine, everyone, pageUsage }: Snapshot): Promise<void> {
  const denied = [caller, profiles, mine, everyone, pageUsage?.usage].find((part) => part?.problem?.code === 'denied');
  const action = denied?.problem?.detail.action;
  if (action !== undefined) await copyText(action, action);
}
