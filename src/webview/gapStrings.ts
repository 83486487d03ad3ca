/** The sentences of the attribution view, which is in a script of its own. Another language is another object of the same shape. */

const english = {
  taggedTokens: 'Tokens on tagged profiles',
  taggedMoney: 'Estimated money on tagged profiles',
  ofTokens: (part: string, all: string) => `${part} of ${all} tokens`,
  of: 'of',
  byClass: 'Where the tokens went',
  invoked: 'Invoked',
  estimateShare: 'Share of estimate',
  bar: 'Share of tokens as a bar',
  barName: (parts: string) => `Tokens by what was invoked: ${parts}`,
  onTagged: 'on tagged profiles',
  notOnTagged: 'not on tagged profiles',
  tagged: '(tagged)',
  more: (count: string) => `${count} more are in the exported table.`,
  byDay: 'By day (UTC)',
  daysInNumbers: 'Days in Numbers',
  lowestDay: (day: string, share: string) => `Lowest share on tagged profiles: ${share} of the tokens, ${day}.`,
  noDays: 'No tokens on any day.',
  ofAll: (tokens: string) => `of ${tokens}`,
  empty: 'Nothing was counted for any model or profile in this Region.',
  whatHelps: 'What helps',
  aboutThis: 'About these figures',
  hint: 'An agent’s tokens are attributed once its model is set to a tagged profile. IAM policies can require that. Tags count from when they are set on.',
  columnClass: 'Class',
  columnTagged: 'On a tagged profile',
  columnId: 'Model or profile ID',
  columnOwner: 'Owner',
  columnPriceSource: 'Price from',
};

/** The view's sentences in one language. */
export type GapStrings = typeof english;

const languages: Readonly<Partial<Record<string, GapStrings>>> = { en: english };

/** The sentences for a locale such as `en-GB`; English where there is no translation. */
export const stringsFor = (locale: string): GapStrings => languages[locale.split('-')[0] ?? ''] ?? english;
