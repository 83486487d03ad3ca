/** The page's sentences in the language of VS Code. */

import { l10n } from 'vscode';
import type { HostMessage } from '../../core/protocol';
import { english } from '../../webview/strings';

/** Each by its name, with its places to fill in as they are. */
export const pageWords = (): HostMessage['words'] =>
  Object.fromEntries(Object.entries(english).map(([name, sentence]) => [name, l10n.t(sentence)]));
