/** Sample data: a simulated company, served by a simulator inside this window. Nothing of it is written to disk. */

import type * as vscode from 'vscode';
import type { ConnectionChoice } from '../../core/awsApi';
import { region as asRegion } from '../../core/ids';
import type { Simulator } from '../../simulator/index';
import type { Store } from '../../store/store';
import { memoryFolder } from '../../store/shared/fileFolder';
import type { Log } from '../../ui/log';

/** Keys that the simulator accepts; they open nothing anywhere else. */
const SAMPLE_KEYS = { accessKeyId: 'AKIASAMPLEDATA000000', secretAccessKey: 'sample-data-is-not-secret' };

export class SampleData implements vscode.Disposable {
  readonly #store: Store;
  readonly #log: Log;
  readonly #listener: { dispose: () => void };
  #simulator: Simulator | undefined;
  #starting: Promise<void> | undefined;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
    // Another connection, or none, ends sample data.
    this.#listener = store.onDidChange(({ sample }) => {
      if (!sample) this.#close();
    });
  }

  /**
   * Starts the simulator and connects to it, unless that is so already. A second call while the first is under way
   * waits for it.
   */
  async start(): Promise<void> {
    if (this.#simulator !== undefined) return;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { startSimulator } = await import('../../simulator/index');
    const simulator = await startSimulator({ scenario: 'company' });
    const choice: ConnectionChoice = { awsProfile: '', region: asRegion('us-east-1'), endpoint: simulator.url };
    const used = this.#store.connect({
      choice,
      sample: true,
      open: async (onCharge) => {
        const { openAws } = await import('../../aws/index');
        return openAws(choice, { log: this.#log.call, keys: SAMPLE_KEYS, onCharge });
      },
      sharedFolder: memoryFolder(),
      environment: 'sample',
    });
    this.#simulator = simulator;
    await used;
  }

  #close(): void {
    const simulator = this.#simulator;
    this.#simulator = undefined;
    void simulator?.close();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#close();
  }
}
