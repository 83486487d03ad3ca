/** A request as a document that can be read and not changed; it exists only while it is asked about. */

import * as vscode from 'vscode';
import { window } from '../../ui/window';

const { l10n } = vscode;

const SCHEME = 'bedrock-tally-request';

/** Shows texts one after the other in the same place; disposing closes it. */
export class RequestDocument implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;
  #text = '';
  #shown: vscode.Uri | undefined;

  constructor() {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  /** What it says, also while it is open. */
  set text(text: string) {
    this.#text = text;
    if (this.#shown !== undefined) this.#changed.fire(this.#shown);
  }

  /** Shows it with the focus, and no question before it. Resolves to whether the user goes back to the question. */
  async read(name: string): Promise<boolean> {
    this.#shown = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.json` });
    await window.showTextDocument(this.#shown, { preview: true });
    const back = l10n.t('Back to Review');
    return (
      (await window.showInformationMessage(l10n.t('Nothing is made yet: read what AWS would be sent.'), back)) === back
    );
  }

  dispose(): void {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isOurs(tab.input));
    void window.tabGroups.close(tabs, true).then(() => {
      this.#provider.dispose();
      this.#changed.dispose();
    });
  }
}

const isOurs = (input: unknown): boolean => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME;
