/** The gateway's commands. What they do is loaded when it is first needed. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { GatewayControl } from './index';

export type { GatewayControl };
export type { GatewayRow, RefusalRow } from './gatewayRow';

/** The gateway as this window knows it: nothing of it is loaded until an agent uses it, or a command asks for it. */
export class GatewayFeature implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  /** Its state has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #load: () => Promise<GatewayControl>;
  #opened: Promise<GatewayControl> | undefined;
  #loaded: GatewayControl | undefined;
  #disposed = false;

  constructor(store: Store, log: Log, { extensionPath, extension }: vscode.ExtensionContext) {
    const { version } = extension.packageJSON as { readonly version: string };
    this.#load = async () =>
      new (await import('./index')).GatewayControl({
        store,
        extensionPath,
        version,
        note: (line) => {
          log.note(line);
        },
        onChange: () => {
          if (!this.#disposed) this.#changed.fire(undefined);
        },
      });
  }

  /** Undefined until it was needed. */
  get loaded(): GatewayControl | undefined {
    return this.#loaded;
  }

  open(): Promise<GatewayControl> {
    this.#opened ??= this.#load().then((control) => {
      this.#loaded = control;
      if (this.#disposed) control.dispose();
      return control;
    });
    return this.#opened;
  }

  dispose(): void {
    this.#disposed = true;
    this.#changed.dispose();
    this.#loaded?.dispose();
  }
}

interface GatewayOptions {
  readonly log: Log;
  readonly store: Store;
}

export function registerGateway(context: vscode.ExtensionContext, { log, store }: GatewayOptions): GatewayFeature {
  const gateway = new GatewayFeature(store, log, context);
  context.subscriptions.push(
    gateway,
    registerCommands(log, {
      [COMMANDS.startGateway]: async () => (await gateway.open()).startForUser(),
      [COMMANDS.stopGateway]: async () => (await gateway.open()).stopForUser(),
      [COMMANDS.showGatewayCalls]: async () => (await gateway.open()).showCalls(),
      [COMMANDS.clearGatewayJournal]: async () => (await gateway.open()).clearJournal(),
    }),
  );
  return gateway;
}
