/** What AWS takes as a profile's name, description and tags, from the service model of Bedrock. */

import type { Checks } from './checks';
import { type TextRule } from './checks';

const NAME: TextRule = { min: 1, max: 64, pattern: '([0-9a-zA-Z][ _-]?)+', required: true };
const DESCRIPTION: TextRule = { min: 1, max: 200, pattern: '([0-9a-zA-Z:.][ _-]?)+' };
export const TAG_KEY: TextRule = { min: 1, max: 128, pattern: '[a-zA-Z0-9\\s._:/=+@-]*', required: true };
export const TAG_VALUE: TextRule = { min: 0, max: 256, pattern: '[a-zA-Z0-9\\s._:/=+@-]*', required: true };

/** Adds what is wrong with a name or a description. */
export function checkTexts(checks: Checks, name: string | undefined, description: string | undefined): void {
  checks.text('inferenceProfileName', name, NAME);
  checks.text('description', description, DESCRIPTION);
}

/** Adds what is wrong with the list of tags in this field. */
export function checkTags(
  checks: Checks,
  field: string,
  tags: Iterable<readonly [key: string | undefined, value: string | undefined]>,
): void {
  let number = 0;
  for (const [key, value] of tags) {
    number += 1;
    checks.text(`${field}.${number}.member.key`, key, TAG_KEY);
    checks.text(`${field}.${number}.member.value`, value, TAG_VALUE);
  }
}
