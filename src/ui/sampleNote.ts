import { l10n } from 'vscode';

/** The note of dialogs where an action would otherwise change something at AWS, or cost something. */
export const sampleNote = (): string => l10n.t('This is sample data: nothing is sent to AWS, and nothing is charged.');
