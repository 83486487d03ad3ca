/**
 * What AWS accepts, written out once more from its service model and not taken from the code under test. `\s` there is
 * ASCII white space.
 */

const TAG = /^[a-zA-Z0-9 \t\n\v\f\r._:/=+@-]*$/;

export const acceptsName = (text: string): boolean =>
  text.length >= 1 && text.length <= 64 && /^([0-9a-zA-Z][ _-]?)+$/.test(text);
export const acceptsDescription = (text: string): boolean =>
  text.length >= 1 && text.length <= 200 && /^([0-9a-zA-Z:.][ _-]?)+$/.test(text);
export const acceptsTagKey = (text: string): boolean =>
  text.length >= 1 && text.length <= 128 && TAG.test(text) && !text.toLowerCase().startsWith('aws:');
export const acceptsTagValue = (text: string): boolean => text.length <= 256 && TAG.test(text);
