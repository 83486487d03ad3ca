/** Texts that can be read and copied and not changed: policies and reports. */

import * as vscode from 'vscode';

/** As package.json's menus know them. */
export const SCHEMES = { policy: 'bedrock-tally-policy', report: 'bedrock-tally-report' } as const;
export type Scheme = (typeof SCHEMES)[keyof typeof SCHEMES];

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
      provideTextDocumentContent: (uri) => this.#shown.get(uri.toString())?.text ?? '',
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
    await vscode.window.showTextDocument(uri, { preview: false });
    return uri;
  }

  /** What a document's button copies: of this one, or of the one in front. */
  copyOf(argument: unknown): string | undefined {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    return uri === undefined ? undefined : this.#shown.get(uri.toString())?.copy;
  }

  dispose(): void {
    this.#registered.dispose();
  }
}
