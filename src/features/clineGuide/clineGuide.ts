/**
 * *Use in Cline*: copies the ARN, opens Cline's settings where Cline is installed, and shows each value beside a copy
 * button.
 */

import { homedir } from 'node:os';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { cline } from '../../agents/adapters/cline/cline';
import { CLINE_SETTINGS, CLINE_VIEW_FOCUS } from '../../agents/adapters/cline/clineSettings';
import { COMMANDS, PANELS } from '../../manifest';
import { guideMessage, type GuideState } from '../../protocol/clineGuide';
import type { Profile } from '../../core/profiles/profile';
import type { Snapshot } from '../../store/snapshot';
import { agentConnection } from '../agents/agentConnection';
import { clineBundles, isClineInstalled } from '../../ui/clineBundle';
import { guideStateOf, type GuideOptions } from './guideState';
import { panelHtml, panelOptions, tabIcon } from '../../ui/panelHtml';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** What is known of Cline on this machine. With sample data nothing is known, and none of the user's files is read. */
async function optionsFor(profile: Profile, snapshot: Snapshot): Promise<GuideOptions> {
  const { sample } = snapshot;
  const [connection, bundles] = await Promise.all([agentConnection(snapshot, process.env), clineBundles()]);
  const host = { home: homedir(), env: process.env, platform: process.platform, now: Date.now, cline: bundles };
  const { models } = await cline.read(host);
  const bound = !sample && models.some((model) => model === profile.arn);
  return { connection, sample, installed: isClineInstalled(), bound, bundle: bundles?.running };
}

export class ClineGuide implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #state: GuideState | undefined;
  #profile: Profile | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** Copies the ARN, and shows the guide beside Cline's settings. */
  async show(profile: Profile, snapshot: Snapshot): Promise<void> {
    await vscode.env.clipboard.writeText(profile.arn);
    const options = await optionsFor(profile, snapshot);
    this.#profile = profile;
    this.#state = guideStateOf(profile, options);
    if (this.#panel === undefined) this.#open();
    else this.#panel.reveal();
    await this.#send();
    if (options.installed) await openClineSettings();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const panel = window.createWebviewPanel(PANELS.clineGuide, l10n.t('Use in Cline'), vscode.ViewColumn.Active, {
      ...panelOptions(this.#extensionUri),
      retainContextWhenHidden: false,
    });
    this.#panel = panel;
    panel.iconPath = tabIcon(this.#extensionUri);
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    panel.webview.html = panelHtml(
      panel.webview,
      this.#extensionUri,
      { script: 'guide.js', style: 'guide.css' },
      l10n.t('Use in Cline'),
    );
  }

  async #send(): Promise<void> {
    if (this.#state !== undefined) await this.#panel?.webview.postMessage({ type: 'guide', state: this.#state });
  }

  async #receive(raw: unknown): Promise<void> {
    const parsed = v.safeParse(guideMessage, raw);
    if (!parsed.success) return;
    switch (parsed.output.type) {
      case 'ready':
        return this.#send();
      case 'openCline':
        return openClineSettings();
      case 'automatic':
        await vscode.commands.executeCommand(COMMANDS.useMyProfile, { agent: 'cline', profile: this.#profile });
        return;
      case 'copy': {
        const step = this.#state?.steps[parsed.output.step];
        if (step !== undefined && 'value' in step) await vscode.env.clipboard.writeText(step.value);
        return;
      }
    }
  }
}

/** Cline's settings command has no effect before its view was opened. */
async function openClineSettings(): Promise<void> {
  try {
    await vscode.commands.executeCommand(CLINE_VIEW_FOCUS);
    await vscode.commands.executeCommand(CLINE_SETTINGS);
  } catch {
    void window.showInformationMessage(l10n.t('Couldn’t open Cline’s settings. Open Cline and choose its gear icon.'));
  }
}
