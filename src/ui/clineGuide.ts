/** *Use in Cline*: copies the ARN, opens Cline's settings where Cline is installed, and shows each value beside a copy button. */

import { homedir } from 'node:os';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { CLINE_EXTENSION, CLINE_SETTINGS, CLINE_VIEW_FOCUS, clineValues, readClineBinding } from '../agents/cline';
import { PANELS } from '../contract';
import { guideMessage, type GuideState } from '../core/guideProtocol';
import type { Profile } from '../core/profile';
import { panelHtml, panelOptions, tabIcon } from './panelHtml';
import { window } from './window';

const { l10n } = vscode;

const notesFor = (bound: boolean): GuideState['notes'] => [
  ...(bound ? [l10n.t('Cline’s own files say that it invokes this profile already.')] : []),
  l10n.t('Leave Use cross-region inference and Use global inference off: the profile decides where requests go.'),
  l10n.t(
    'Cline’s newer versions do not use prompt caching with an ARN, which makes long tasks dearer; older ones do. Keep reasoning effort off with an ARN.',
  ),
];

/** What the guide shows for a profile. `awsProfile` is the one in use; empty is the default chain. */
export function guideStateOf(
  profile: Profile,
  awsProfile: string,
  sample: boolean,
  installed: boolean,
  bound: boolean,
): GuideState {
  const values = clineValues(profile, awsProfile === '' ? 'default' : awsProfile);
  const step = (label: string, value: string, note?: string): GuideState['steps'][number] => ({
    label,
    value,
    copyText: l10n.t('Copy'),
    copiedText: l10n.t('Copied'),
    copyLabel: l10n.t('Copy {0}', label),
    copiedLabel: l10n.t('{0} copied', label),
    ...(note === undefined ? {} : { note }),
  });
  const base = values.baseModel;
  return {
    ...(sample ? { sample: l10n.t('This is sample data: the ARN works with the simulator only.') } : {}),
    title: l10n.t('Use {0} in Cline', profile.name),
    intro: installed
      ? l10n.t('The ARN is in the clipboard. In Cline’s settings, enter these values and choose Done.')
      : l10n.t(
          'The ARN is in the clipboard. Cline is not installed in this window; once it is, enter these values in its settings and choose Done.',
        ),
    ...(installed ? { openLabel: l10n.t('Open Cline’s Settings') } : {}),
    steps: [
      step(
        l10n.t('API Provider'),
        values.provider,
        l10n.t('Newer versions of Cline call it AWS Bedrock. Below it, choose AWS Profile as the way to sign in.'),
      ),
      step(l10n.t('AWS Profile'), values.awsProfile),
      step(
        l10n.t('AWS Region'),
        values.region,
        l10n.t('Always the profile’s own Region: Cline does not read it from the ARN.'),
      ),
      step(l10n.t('Model'), values.model, l10n.t('Choose it in the list of models; the two fields below appear then.')),
      step(l10n.t('Model ID'), values.arn),
      ...(base === ''
        ? []
        : [
            step(
              l10n.t('Base Inference Model'),
              base,
              l10n.t('Without a prefix such as us. or global.; from it Cline takes limits and prices.'),
            ),
          ]),
    ],
    notes: notesFor(bound),
  };
}

export class ClineGuide implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #state: GuideState | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  async show(profile: Profile, awsProfile: string, sample: boolean): Promise<void> {
    await vscode.env.clipboard.writeText(profile.arn);
    const installed = vscode.extensions.getExtension(CLINE_EXTENSION) !== undefined;
    const binding = await readClineBinding({ home: homedir(), env: process.env });
    this.#state = guideStateOf(profile, awsProfile, sample, installed, binding?.models.includes(profile.arn) ?? false);
    if (this.#panel === undefined) this.#open();
    else this.#panel.reveal();
    await this.#send();
    if (installed) await openClineSettings();
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
      case 'copy': {
        const value = this.#state?.steps[parsed.output.step]?.value;
        if (value !== undefined) await vscode.env.clipboard.writeText(value);
        return;
      }
    }
  }
}

/** Cline's settings command does nothing before its view has been open. */
async function openClineSettings(): Promise<void> {
  try {
    await vscode.commands.executeCommand(CLINE_VIEW_FOCUS);
    await vscode.commands.executeCommand(CLINE_SETTINGS);
  } catch {
    void window.showInformationMessage(
      l10n.t('Cline’s settings could not be opened from here: open Cline and choose its gear.'),
    );
  }
}
