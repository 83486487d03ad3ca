/**
 * The gateway as this window uses it: started when an agent needs it, kept running while the window is open, and its
 * state for the view.
 */

import { join } from 'node:path';
import * as vscode from 'vscode';
import { ensureGateway, gatewayState, GatewayError, renewSecrets, stopGateway } from '../../gateway/client';
import type { RunningGateway } from '../../gateway/client';
import { clearJournal, readJournal } from '../../gateway/journal';
import { myGatewayPaths, type GatewayPaths } from '../../gateway/paths';
import type { WindowCredentials } from '../../gateway/process/messages';
import { Secrets, type SecretUse } from '../../gateway/secrets';
import type { SecretText } from '../../core/gateway/secretForm';
import { COMMANDS } from '../../manifest';
import type { KnownGateway } from '../../agents/drift';
import { Problem } from '../../core/problem';
import { messageOf } from '../../core/secrets/hideSecrets';
import type { Store } from '../../store/store';
import { listedProfiles } from '../../store/selectors';
import { confirm } from '../../ui/confirm';
import { PreviewDocuments } from '../../ui/previewDocuments';
import { onSetting } from '../../ui/settings/settings';
import { window } from '../../ui/window';
import { gatewayRows, isSameState, refusalRows } from './gatewayRow';
import type { GatewayRow, GatewayState, RefusalRow } from './gatewayRow';
import { gatewayItem, gatewayTooltip } from './treeItems';
import { showJournal } from './showJournal';
import { SettingsWriter } from './settingsWriter';
import { strangerSentence } from './messages';
import { withProxy, type ProxySettings } from './proxyEnvironment';

const { l10n } = vscode;

export interface GatewayControlOptions {
  readonly store: Store;
  /** The folder of this extension; the program is in it. */
  readonly extensionPath: string;
  /** Of this extension. */
  readonly version: string;
  readonly note: (line: string) => void;
  /** The rows have changed. */
  readonly onChange: () => void;
}

/** How often its state is read while somebody can see it. Milliseconds. */
const STATUS_MS = 3000;

export class GatewayControl implements vscode.Disposable {
  readonly #options: GatewayControlOptions;
  readonly #settings: SettingsWriter;
  readonly #previews = new PreviewDocuments('bedrock-tally-gateway');
  readonly #listeners: { dispose: () => unknown }[] = [this.#previews];
  #paths: Promise<GatewayPaths> | undefined;
  #gateway: RunningGateway | undefined;
  #starting: Promise<RunningGateway> | undefined;
  #state: GatewayState = { kind: 'stopped' };
  /** The last that is known. */
  #port: number | undefined;
  #agents: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: GatewayControlOptions) {
    this.#options = options;
    this.#settings = new SettingsWriter(options.store);
    this.#listeners.push(
      onSetting(['gateway', 'tags', 'create', 'residency', 'me', 'aws'], () => void this.#writeSettings()),
      options.store.onDidChange(() => void this.#writeSettings()),
    );
  }

  /** The row of the view; none where nobody uses the gateway. */
  get rows(): readonly GatewayRow[] {
    return gatewayRows(this.#state, this.#agents);
  }

  /** The rows below the gateway's. */
  below(row: GatewayRow): readonly RefusalRow[] {
    return refusalRows(row, Date.now());
  }

  readonly item = gatewayItem;
  readonly tooltip = gatewayTooltip;

  /** Where it is, and whether it answers, for judging agents that are set to it; undefined where it never ran. */
  get known(): KnownGateway | undefined {
    const { kind } = this.#state;
    if (this.#port === undefined || kind === 'starting') return undefined;
    return { url: `http://127.0.0.1:${String(this.#port)}`, state: kind };
  }

  get paths(): Promise<GatewayPaths> {
    this.#paths ??= myGatewayPaths();
    return this.#paths;
  }

  /** The names of the agents that are set to the gateway: with one, it runs while this window is open. */
  async setAgents(names: readonly string[]): Promise<void> {
    const isSame = names.join('\n') === this.#agents.join('\n');
    const had = this.#agents.length > 0;
    this.#agents = names;
    if (!isSame) this.#options.onChange();
    if (names.length > 0 && !had) await this.start().catch(() => undefined);
    // Other windows may still need it: only the lease ends.
    if (names.length === 0 && had) this.#release();
  }

  /** Its state is read again and again only while it can be seen. */
  setVisible(isVisible: boolean): void {
    if (isVisible === (this.#timer !== undefined) || this.#isDisposed) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!isVisible) return;
    this.#timer = setInterval(() => void this.#readStatus(), STATUS_MS);
    void this.#readStatus();
  }

  /**
   * Starts it for what the user has asked for, and shows that. Rejects with a Problem or, where the alarm says why, an
   * AbortError.
   */
  async startForUse(): Promise<RunningGateway> {
    const title = l10n.t('Starting the gateway…');
    if (this.#gateway?.state === 'running') return this.#gateway;
    try {
      return await window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => this.start());
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'stranger') throw new DOMException('stranger', 'AbortError');
      throw new Problem('unexpected', { message: messageOf(error) }, error);
    }
  }

  /** Starts it where it does not run, and keeps it running. Rejects with a GatewayError. */
  async start(): Promise<RunningGateway> {
    const running = this.#gateway;
    if (running?.state === 'running') return running;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<RunningGateway> {
    const { extensionPath, version, note } = this.#options;
    this.#set({ kind: 'starting' });
    try {
      const paths = await this.paths;
      await this.#writeSettings();
      const gateway = await ensureGateway({
        paths,
        version,
        log: note,
        program: {
          command: process.execPath,
          args: [join(extensionPath, 'dist', 'cli.js')],
          // In the desktop, the extension host's program is VS Code itself.
          env: withProxy({ ...process.env, ELECTRON_RUN_AS_NODE: '1' }, proxySettings()),
        },
      });
      this.#gateway?.dispose();
      this.#gateway = gateway;
      gateway.onState(() => void this.#follow(gateway));
      await gateway.keep(environmentCredentials(process.env));
      if (this.#isDisposed) gateway.dispose();
      await this.#readStatus();
      return gateway;
    } catch (error) {
      note(`the gateway: ${messageOf(error)}`);
      if (error instanceof GatewayError && error.code === 'stranger') await this.#alarm(error.port ?? 0);
      else this.#set({ kind: 'stopped', reason: messageOf(error) });
      throw error;
    }
  }

  /** What the gateway reports of itself: it ended and is started again, or a stranger has its port. */
  async #follow(gateway: RunningGateway): Promise<void> {
    if (gateway !== this.#gateway) return;
    if (gateway.state === 'running') await this.#readStatus();
    else if (gateway.state === 'stranger') await this.#alarm(gateway.port);
    else this.#set({ kind: 'stopped' });
  }

  /** Another program has the port: what it may have been sent is no longer accepted. */
  async #alarm(port: number): Promise<void> {
    if (this.#state.kind === 'stranger') return;
    this.#set({ kind: 'stranger', port });
    await renewSecrets(await this.paths);
    void this.#offerSwitchBack(port);
  }

  /** Not awaited by anybody: the message may stay for as long as the user likes. */
  async #offerSwitchBack(port: number): Promise<void> {
    const back = l10n.t('Switch Agents Back');
    const answer = await window.showErrorMessage(strangerSentence(port, this.#agents), back);
    if (answer === back) await vscode.commands.executeCommand(COMMANDS.switchAgentsBack);
  }

  async #readStatus(): Promise<void> {
    const gateway = this.#gateway;
    if (gateway?.state !== 'running') return this.#readOthers();
    try {
      const { port, version, startedAt, stays, places, refusals } = await gateway.status();
      const today = new Date().setHours(0, 0, 0, 0);
      const calls = await readJournal((await this.paths).journal, today, Number.MAX_SAFE_INTEGER);
      this.#set({ kind: 'running', port, version, startedAt, stays, callsToday: calls.length, places, refusals });
    } catch {
      // It has just ended; `onState` reports what follows.
    }
  }

  /** Without a lease of ours: whether another window, or the command line, runs it. */
  async #readOthers(): Promise<void> {
    if (this.#starting !== undefined || this.#state.kind === 'stranger' || this.#agents.length > 0) return;
    const state = await gatewayState(await this.paths);
    if (state !== 'running') this.#set({ kind: 'stopped' });
  }

  #set(state: GatewayState): void {
    if (this.#isDisposed || isSameState(state, this.#state)) return;
    this.#state = state;
    if ('port' in state) this.#port = state.port;
    this.#options.onChange();
  }

  #release(): void {
    this.#gateway?.dispose();
    this.#gateway = undefined;
    this.#set({ kind: 'stopped' });
  }

  async #writeSettings(): Promise<void> {
    try {
      await this.#settings.write((await this.paths).settings);
    } catch (error) {
      this.#options.note(`the gateway’s settings: ${messageOf(error)}`);
    }
  }

  /** A new secret of an agent; an earlier one of the same use is no longer accepted. */
  async issue(use: SecretUse): Promise<SecretText> {
    return new Secrets((await this.paths).secrets).issue(use, Date.now());
  }

  /** All secrets of an agent, for a project or for the user, are no longer accepted. */
  async revoke(agent: string, project: string | undefined): Promise<void> {
    const secrets = new Secrets((await this.paths).secrets);
    for (const issued of await secrets.list())
      if (issued.agent === agent && issued.project === project) await secrets.revoke(issued);
  }

  /** *Start Gateway*. */
  async startForUser(): Promise<void> {
    const gateway = await this.startForUse();
    void window.showInformationMessage(l10n.t('The gateway is running at {0}.', `127.0.0.1:${gateway.port}`));
  }

  /** *Stop Gateway*: running calls go on to their end. */
  async stopForUser(): Promise<void> {
    const isUsed = this.#agents.length > 0;
    const details = l10n.t('Requests of {0} fail until you start it again.', this.#agents.join(', '));
    if (isUsed && !(await confirm(l10n.t('Stop the gateway?'), [details], l10n.t('Stop Gateway')))) return;
    await this.#gateway?.drain();
    this.#release();
    await stopGateway(await this.paths);
    void window.showInformationMessage(l10n.t('The gateway has stopped. Running calls continue to their end.'));
  }

  /** *Show Gateway Calls*. */
  async showCalls(): Promise<void> {
    await showJournal((await this.paths).journal, listedProfiles(this.#options.store.snapshot), this.#previews);
  }

  /** *Clear Journal*. */
  async clearJournal(): Promise<void> {
    const detail = l10n.t(
      'Calls, tokens and durations that the gateway recorded are deleted. Usage in CloudWatch stays.',
    );
    if (!(await confirm(l10n.t('Clear the gateway’s journal?'), [detail], l10n.t('Clear Journal')))) return;
    await clearJournal((await this.paths).journal);
    await this.#readStatus();
    void window.showInformationMessage(l10n.t('The gateway’s journal was cleared.'));
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#gateway?.dispose();
  }
}

function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  return {
    proxy: http.get<string>('proxy') ?? '',
    noProxy: http.get<readonly string[]>('noProxy') ?? [],
    support: http.get<string>('proxySupport') ?? '',
  };
}

/** Keys that stand in this window's environment alone: they are passed with the lease, and end with it. */
function environmentCredentials(env: NodeJS.ProcessEnv): readonly WindowCredentials[] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (accessKeyId === undefined || secretAccessKey === undefined) return [];
  return [{ awsProfile: '', accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) }];
}
