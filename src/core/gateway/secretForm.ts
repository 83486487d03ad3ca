/** The form of the secrets that agents show to the gateway. */

declare const brand: unique symbol;
/** A text of the form of our secrets; whether it is one that was issued is not known. */
export type SecretText = string & { readonly [brand]: 'SecretText' };

/** Filters that hide secrets recognize ours by it. */
export const SECRET_PREFIX = 'bedrock-tally_';
/** What follows the prefix: 256 bits. */
const RANDOM = '[A-Za-z0-9_-]{43}';
const FORM = new RegExp(`^${SECRET_PREFIX}${RANDOM}$`);
const ANYWHERE = new RegExp(`${SECRET_PREFIX}${RANDOM}`, 'g');

/** The secret that a text is; undefined where it has another form. */
export const secretIn = (text: string): SecretText | undefined => (FORM.test(text) ? (text as SecretText) : undefined);

/** All secrets of ours in a text, in their order. */
export const secretsWithin = (text: string): readonly string[] => text.match(ANYWHERE) ?? [];

/** A text with every secret of ours replaced. */
export const replaceSecrets = (text: string, by: (secret: string) => string): string => text.replace(ANYWHERE, by);
