/** Counts a call from a copy of its answer. What it reads it never changes, and it never throws for it. */

import type { AnswerHead, Metered } from './metered';
import { PlainMeter } from './plainMeter';
import { StreamMeter } from './streamMeter';
import { tierOf } from './usageFields';

export interface Meter {
  push(chunk: Uint8Array): void;
  /** @param isWhole whether the answer came to its end. */
  end(isWhole: boolean): Metered;
}

const EVENT_STREAM = 'application/vnd.amazon.eventstream';

function headerOf({ headers }: AnswerHead, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The name in `x-amzn-errortype`, which a colon and a URL may follow. */
function errorType(head: AnswerHead): string {
  const [, name] = /^(?:[\w.]+#)?([A-Za-z]{1,64})/.exec(headerOf(head, 'x-amzn-errortype') ?? '') ?? [];
  return name ?? `HTTP ${head.status}`;
}

/** A meter for an answer, by its head. @param now ms, of any clock. */
export function makeMeter(head: AnswerHead, now: () => number): Meter {
  if (head.status < 200 || head.status > 299) return refusedMeter(errorType(head));
  const headerTier = tierOf(headerOf(head, 'x-amzn-bedrock-service-tier'));
  const isStream = headerOf(head, 'content-type')?.startsWith(EVENT_STREAM) === true;
  const meter = isStream ? new StreamMeter(now) : new PlainMeter(head.headers);
  return {
    push: (chunk) => {
      meter.push(chunk);
    },
    end: (isWhole) => {
      const metered = meter.end(isWhole);
      return { ...metered, serviceTier: metered.serviceTier ?? headerTier };
    },
  };
}

/** Nothing is billed for what AWS refuses. */
function refusedMeter(error: string): Meter {
  return {
    push: () => undefined,
    end: () => ({ counting: 'none', tokens: undefined, serviceTier: undefined, firstTokenAt: undefined, error }),
  };
}
