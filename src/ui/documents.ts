/** Texts that can be read and copied and not changed: policies and reports. */

import * as vscode from 'vscode';
import { commandText } from './commandTitles';
import { SCHEMES, type Scheme } from './documentSchemes';
import { window } from './window';

const { l10n } = vscode;

/** Tabs outlive a window's reload, texts do not: what they were made of may have changed. */
const gone = (scheme: string): string =>
  scheme === SCHEMES.policy
    ? l10n.t(
        'This policy is not kept when the window is loaded again. Make it again with {0}.',
        commandText('showPolicies'),
      )
    : l10n.t(
        'This report is not kept when the window is loaded again. Make it again with {0}.',
        commandText('diagnose'),
      );

interface Shown {
  readonly text: string;
  /** What the button copies; it need not be all of the text. */
  readonly copy: string;
}

export class Documents implements vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: vscode.Disposable;

  constructor() {
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.textOf(uri),
    };
    this.#registered = vscode.Disposable.from(
      this.#changed,
      ...Object.values(SCHEMES).map((scheme) => vscode.workspace.registerTextDocumentContentProvider(scheme, provider)),
    );
  }

  /** Opens a text, or puts it in the place of the one of the same name. */
  async show(scheme: Scheme, name: string, shown: Shown): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme, path: `/${name.replace(/[\\/]/g, ' ')}.md` });
    this.#shown.set(uri.toString(), shown);
    this.#changed.fire(uri);
    await window.showTextDocument(uri, { preview: false });
    return uri;
  }

  textOf(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.text ?? `${gone(uri.scheme)}\n`;
  }

  /** What a document's button copies: of this one, or of the one in front. Where its text is gone, says how to make it again. */
  async copy(argument: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : window.activeTextEditor?.document.uri;
    const text = this.#shown.get(uri?.toString() ?? '')?.copy;
    if (text !== undefined) {
      await vscode.env.clipboard.writeText(text);
      window.setStatusBarMessage(l10n.t('Copied'), 3000);
    } else if (uri !== undefined && Object.values(SCHEMES).some((scheme) => scheme === uri.scheme)) {
      void window.showInformationMessage(gone(uri.scheme));
    }
  }

  dispose(): void {
    this.#registered.dispose();
  }
}
