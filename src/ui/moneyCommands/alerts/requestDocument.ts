/** A request as a document that can be read and not changed; it exists only while it is asked about. */

import * as vscode from 'vscode';

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

  /** The focus stays where the question is. */
  async show(name: string): Promise<void> {
    this.#shown = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.json` });
    await vscode.window.showTextDocument(this.#shown, { preview: true, preserveFocus: true });
  }

  dispose(): void {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isOurs(tab.input));
    void vscode.window.tabGroups.close(tabs, true).then(() => {
      this.#provider.dispose();
      this.#changed.dispose();
    });
  }
}

const isOurs = (input: unknown): boolean => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME;
