import { l10n } from 'vscode';

/** Sentences one after the other, without those that are empty. What is between two is translated, too. */
export const paragraph = (...sentences: readonly (string | undefined)[]): string =>
  sentences
    .filter((sentence): sentence is string => sentence !== undefined && sentence !== '')
    .reduce((before, sentence) => (before === '' ? sentence : l10n.t('{0} {1}', before, sentence)), '');
