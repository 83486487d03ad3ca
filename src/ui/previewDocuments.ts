/** Texts that can be read and not changed, while they are asked about. */

import * as vscode from 'vscode';
import { window } from './window';

/** VS Code's own preview of Markdown as an editor. */
const PREVIEW = 'vscode.markdown.preview.editor';

/** Documents that are shown while the user is asked about them. */
export class PreviewDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #scheme: string;
  readonly #provider: vscode.Disposable;
  #turn = 0;

  /** @param scheme of the documents' addresses, of nobody else. */
  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path }) => this.#texts.get(path) ?? '',
    });
  }

  /** A new question takes the pages of an earlier one. Answers whether a question is still the one that is asked. */
  begin(): () => boolean {
    this.#turn += 1;
    const turn = this.#turn;
    return () => turn === this.#turn;
  }

  #put(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${name}` });
    this.#texts.set(uri.path, text);
    return uri;
  }

  /** Shows Markdown as it reads. Without `focus` it stays where the question is. */
  async showMarkdown(name: string, text: string, focus: boolean): Promise<void> {
    const uri = this.#put(`${name}.md`, text);
    const options = { preview: true, preserveFocus: !focus };
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW, options);
    } catch {
      await window.showTextDocument(uri, options);
    }
  }

  /** Two texts side by side. */
  async compare(name: string, before: string, after: string, title: string): Promise<void> {
    const left = this.#put(`before/${name}`, before);
    const right = this.#put(`after/${name}`, after);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  }

  /** Resolves when the active one is closed, or another editor becomes active. */
  closedByUser(): Promise<void> {
    return new Promise((resolve) => {
      const options = (): void => {
        const tab = window.tabGroups.activeTabGroup.activeTab;
        if (tab !== undefined && this.#isOurs(tab.input) && tab.label === label) return;
        stop.dispose();
        resolve();
      };
      const label = window.tabGroups.activeTabGroup.activeTab?.label;
      const stop = window.tabGroups.onDidChangeTabs(options);
    });
  }

  /** Closes what is still open of them. */
  async close(): Promise<void> {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => this.#isOurs(tab.input));
    if (tabs.length > 0) await window.tabGroups.close(tabs, true);
  }

  #isOurs(input: unknown): boolean {
    const uris =
      input instanceof vscode.TabInputTextDiff
        ? [input.original]
        : input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
          ? [input.uri]
          : [];
    return uris.some(({ scheme }) => scheme === this.#scheme);
  }

  dispose(): void {
    this.#provider.dispose();
  }
}
