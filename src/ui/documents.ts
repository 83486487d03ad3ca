/** Texts that can be read and copied and not changed: policies and reports. */

import * as vscode from 'vscode';
import { window } from './window';

const { l10n } = vscode;

/** As in package.json's when-clauses. */
export const SCHEMES = { policy: 'bedrock-tally-policy', report: 'bedrock-tally-report' } as const;
/** The scheme of a document's address. */
export type Scheme = (typeof SCHEMES)[keyof typeof SCHEMES];

/** What a document shows, and what its button copies. */
export interface DocumentContent {
  readonly text: string;
  /** What the button copies; it need not be all of the text. */
  readonly copy: string;
}

/** The documents of one scheme. */
export class Documents implements vscode.Disposable {
  readonly #scheme: Scheme;
  readonly #goneText: () => string;
  readonly #contents = new Map<string, DocumentContent>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;

  /**
   * @param goneText is shown in tabs that outlived a reload of the window. Texts do not: what they were made of may
   * have changed.
   */
  constructor(scheme: Scheme, goneText: () => string) {
    this.#scheme = scheme;
    this.#goneText = goneText;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#contents.get(uri.toString())?.text ?? `${this.#goneText()}\n`,
    });
  }

  /** Opens a document, or replaces the text of the one of the same name. */
  async show(name: string, content: DocumentContent): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${name.replace(/[\\/]/g, ' ')}.md` });
    this.#contents.set(uri.toString(), content);
    this.#changed.fire(uri);
    await window.showTextDocument(uri, { preview: false });
    return uri;
  }

  /** Copies what a document's button copies: of this document, or of the active one. */
  async copy(argument: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : window.activeTextEditor?.document.uri;
    if (uri?.scheme !== this.#scheme) return;
    const copy = this.#contents.get(uri.toString())?.copy;
    if (copy === undefined) {
      void window.showInformationMessage(this.#goneText());
      return;
    }
    await vscode.env.clipboard.writeText(copy);
    window.setStatusBarMessage(l10n.t('Copied'), 3000);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}
