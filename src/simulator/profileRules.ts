/** What AWS takes as a profile's name, description and tags, from the service model of Bedrock. */

import type { RequestValidator } from './requestValidator';
import { type TextRule } from './requestValidator';

const NAME: TextRule = { min: 1, max: 64, pattern: '([0-9a-zA-Z][ _-]?)+', required: true };
const DESCRIPTION: TextRule = { min: 1, max: 200, pattern: '([0-9a-zA-Z:.][ _-]?)+' };
export const TAG_KEY: TextRule = { min: 1, max: 128, pattern: '[a-zA-Z0-9\\s._:/=+@-]*', required: true };
export const TAG_VALUE: TextRule = { min: 0, max: 256, pattern: '[a-zA-Z0-9\\s._:/=+@-]*', required: true };

/** Adds what is wrong with a name or a description. */
export function checkTexts(
  validator: RequestValidator,
  name: string | undefined,
  description: string | undefined,
): void {
  validator.text('inferenceProfileName', name, NAME);
  validator.text('description', description, DESCRIPTION);
}

/** Adds what is wrong with the list of tags in this field. */
export function checkTags(
  validator: RequestValidator,
  field: string,
  tags: Iterable<readonly [key: string | undefined, value: string | undefined]>,
): void {
  let number = 0;
  for (const [key, value] of tags) {
    number += 1;
    validator.text(`${field}.${number}.member.key`, key, TAG_KEY);
    validator.text(`${field}.${number}.member.value`, value, TAG_VALUE);
  }
}
