/** The messages between the *Use in Cline* guide and its host. */

import * as v from 'valibot';

export const guideState = v.object({
  /** Says that this is sample data, where it is. */
  sample: v.optional(v.string()),
  title: v.string(),
  /** Why the values below cannot be used, where that is so. */
  warning: v.optional(v.string()),
  /** What to do first, such as opening Cline's settings. */
  intro: v.string(),
  openLabel: v.optional(v.string()),
  /** Of the button that does all of it instead. */
  automaticLabel: v.optional(v.string()),
  steps: v.array(
    v.union([
      v.object({
        label: v.string(),
        value: v.string(),
        note: v.optional(v.string()),
        copyLabel: v.string(),
        /** What the button shows; `copyLabel` is its name for a screen reader. */
        copyText: v.string(),
        copiedText: v.string(),
        copiedLabel: v.string(),
      }),
      // A box to tick: there is nothing to copy.
      v.object({ label: v.string(), note: v.string() }),
    ]),
  ),
  notes: v.array(v.string()),
});
export type GuideState = v.InferOutput<typeof guideState>;

export const guideHostMessage = v.object({ type: v.literal('guide'), state: guideState });

export const guideMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('copy'), step: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ type: v.literal('openCline') }),
  v.object({ type: v.literal('automatic') }),
]);
export type GuideMessage = v.InferOutput<typeof guideMessage>;
