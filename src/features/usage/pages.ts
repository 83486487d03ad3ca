/** Stands for the pages until one is opened: start-up pays nothing for them. */

import type * as vscode from 'vscode';
import type { Profile } from '../../core/profiles/profile';
import type { Snapshot, UsageScope } from '../../store/snapshot';
import { loadPages } from '../../ui/lazy';
import type { ClineGuide, UsagePage } from './index';
import type { UsagePageOptions } from './usagePage';

interface Opened {
  readonly usage: UsagePage;
  readonly guide: ClineGuide;
}

export class Pages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: UsagePageOptions;
  #opened: Promise<Opened> | undefined;

  constructor(options: UsagePageOptions) {
    this.#options = options;
  }

  async showUsage(scope: UsageScope): Promise<void> {
    return (await this.#open()).usage.show(scope);
  }

  async showGuide(profile: Profile, snapshot: Snapshot): Promise<void> {
    return (await this.#open()).guide.show(profile, snapshot);
  }

  /** After the connection has changed: a page that is open asks the new one. */
  async again(): Promise<void> {
    return (await this.#opened)?.usage.again();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    return (await this.#open()).usage.deserializeWebviewPanel(panel, state);
  }

  dispose(): void {
    void this.#opened?.then(({ usage, guide }) => {
      usage.dispose();
      guide.dispose();
    });
  }

  async #open(): Promise<Opened> {
    this.#opened ??= loadPages().then(({ UsagePage, ClineGuide }) => ({
      usage: new UsagePage(this.#options),
      guide: new ClineGuide(this.#options.extensionUri),
    }));
    return this.#opened;
  }
}
