/** The page's sentences in the language of VS Code. */

import { l10n } from 'vscode';
import type { HostMessage } from '../../protocol/usagePage';
import { english } from '../../webview/usage/strings';

/** Each by its name, with its places to fill in as they are. */
export const pageWords = (): HostMessage['words'] =>
  Object.fromEntries(Object.entries(english).map(([name, sentence]) => [name, l10n.t(sentence)]));
