/** A gateway that agents are pointed at in tests; none runs. */

import { makeSecret } from '../../../src/gateway/secretText';
import type { Target } from '../../../src/agents/target';

export const URL_OF_GATEWAY = 'http://127.0.0.1:8317';
export const SECRET: string = makeSecret();
/** A key of the user's own, of a form that our filters know. */
export const OTHER_KEY = 'ABSKQmVkcm9ja0FQSUtleS1vdGhlcg';

export const throughGateway = (target: Target, secret = SECRET): Target => ({
  ...target,
  gateway: { url: URL_OF_GATEWAY, secret },
});
