/**
 * What the usage page and its host say to each other. The page says `ready`; the host answers with the whole state and sends
 * the whole state again whenever it changes. Both sides validate what arrives.
 */

import * as v from 'valibot';
import { MEASURES, type Measure } from './usage';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());

const measures = v.partial(
  v.object(
    Object.fromEntries(MEASURES.map((name) => [name, v.array(count)])) as Record<
      Measure,
      v.ArraySchema<typeof count, undefined>
    >,
  ),
);

/** A button in the page that runs one of the host's actions by name. The page never holds a command id. */
const action = v.object({ id: v.string(), label: v.string() });

const profileUsage = v.object({
  id: v.string(),
  name: v.string(),
  model: v.string(),
  /** Already a phrase, such as `geographic (eu)`. */
  tier: v.string(),
  /** Values for each period of the span; a measure that is not known is missing. */
  usage: measures,
});

const figures = v.object({
  start: time,
  end: time,
  periodSeconds: v.pipe(count, v.minValue(60)),
  /** When CloudWatch answered. */
  asOf: time,
  profiles: v.array(profileUsage),
  /** Sentences about what is missing and why; empty when the figures are whole. */
  missing: v.array(v.string()),
});

/** Everything the page shows. Sentences are ready to be read; they are text, never markup. */
export const pageState = v.object({
  sample: v.boolean(),
  /** `loading`: nothing known yet. `no-profile`: there is nothing to show before one is created. `failed`: nothing but a problem. */
  phase: v.picklist(['loading', 'no-profile', 'failed', 'ready']),
  /** The chosen scope: `mine` or a profile's id. */
  scope: v.string(),
  scopes: v.array(v.object({ id: v.string(), label: v.string() })),
  /** Where the figures are from, such as `Amazon CloudWatch AWS/Bedrock · account 1111… · us-east-1`. */
  source: v.string(),
  refreshing: v.boolean(),
  /** After how many milliseconds without a good answer the figures are called stale. */
  staleAfterMs: count,
  figures: v.optional(figures),
  problem: v.optional(v.object({ sentence: v.string(), action: v.optional(action) })),
  /** The locale for numbers and times. */
  locale: v.string(),
});
export type PageState = v.InferOutput<typeof pageState>;
export type PageFigures = v.InferOutput<typeof figures>;
export type PageProfile = v.InferOutput<typeof profileUsage>;

export const hostMessage = v.object({ type: v.literal('state'), state: pageState });
export type HostMessage = v.InferOutput<typeof hostMessage>;

export const pageMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('refresh') }),
  v.object({ type: v.literal('scope'), scope: v.string() }),
  v.object({ type: v.literal('action'), id: v.string() }),
  v.object({ type: v.literal('copyTable'), text: v.pipe(v.string(), v.maxLength(200_000)) }),
  v.object({ type: v.literal('error'), message: v.pipe(v.string(), v.maxLength(4000)) }),
]);
export type PageMessage = v.InferOutput<typeof pageMessage>;
