/** A request as a read-only document; it exists only while its review is open. */

import * as vscode from 'vscode';
import { window } from '../../ui/window';

const { l10n } = vscode;

const SCHEME = 'bedrock-tally-request';

/** One document whose text can change; disposing closes it. */
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

  /** Also updates the document where it is open. */
  set text(text: string) {
    this.#text = text;
    if (this.#shown !== undefined) this.#changed.fire(this.#shown);
  }

  /** Shows it with the focus, and no quick input before it. Resolves to whether the user goes back to the review. */
  async open(name: string): Promise<boolean> {
    this.#shown = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.json` });
    await window.showTextDocument(this.#shown, { preview: true });
    const back = l10n.t('Back to Review');
    return (
      (await window.showInformationMessage(
        l10n.t('Nothing is created yet. This is what would be sent to AWS.'),
        back,
      )) === back
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
