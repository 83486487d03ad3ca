/** Requests to Cost Explorer, which AWS bills: made only because the user has consented. */

import { newDataAt, type BillQuery } from '../core/billing/bill';
import type { SpendingLimit } from '../core/billing/spendingLimit';
import type { Age } from './part';
import { refresh } from './refresh';
import type { Session } from './session';

/**
 * Why the state of the cost allocation tags is requested. `user`: the user wants to know it, and an answer that is
 * known may do. `again`: the tags were changed, or the user wants a new answer. `comparison`: another request needs
 * it; then what AWS has refused for good is not requested again.
 */
export type CostTagsReason = 'user' | 'again' | 'comparison';

export interface BillRequest {
  /** Who has consented: the user, now, or a setting. A setting requests once a day, whatever comes of it. */
  readonly by: 'user' | 'setting';
  /** How long a known answer is kept. */
  readonly age: Age;
  /** What several requests may cost together. */
  readonly limit?: SpendingLimit | undefined;
}

/** Requests the bill, unless the known answer is still as good as a new one. */
export async function requestBill(session: Session, query: BillQuery, { by, age, limit }: BillRequest): Promise<void> {
  if (!(await refresh(session, 'caller')) || session.hasEnded()) return;
  const part = session.parts.track('bills', query);
  await part.adopt();
  if (by === 'setting' && (!part.isDue(age) || !(await session.claimDailyRequest()))) return;
  // After a failure, the user's request is not delayed.
  if (!session.hasEnded()) await part.ensure(age, by === 'user' && 'after-failure', limit);
}

/** Requests whether the owner's tags are activated as cost allocation tags. */
export async function requestCostTags(session: Session, why: CostTagsReason, limit?: SpendingLimit): Promise<void> {
  if (!(await refresh(session, 'caller')) || session.hasEnded()) return;
  const part = session.parts.single('costTags');
  await part.adopt();
  if (why === 'again') return part.ensure(0, true, limit);
  // That only the payer may know is an answer as well: it was paid for, and another one will be the same.
  if (why === 'comparison' && part.remote.problem?.detail.payerOnly === true) return;
  await part.ensure(newDataAt, 'after-failure', limit);
}
