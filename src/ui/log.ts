/**
 * The diagnostic log: calls with their outcome and duration, and notes. Never a key, a token or a body: each line
 * passes through the filter that hides secrets. Account numbers stay, for the log stays on the machine.
 */

import type * as vscode from 'vscode';
import type { Problem } from '../core/problem';
import { hideSecrets, secretsIn } from '../core/secrets/hideSecrets';
import { window } from './window';

const safe = (line: string): string => hideSecrets(line, secretsIn(process.env));

/** The output channel *Bedrock Tally*. */
export class Log implements vscode.Disposable {
  readonly #channel = window.createOutputChannel('Bedrock Tally');

  readonly call = ({
    call,
    outcome,
    ms,
  }: {
    readonly call: string;
    readonly outcome: string;
    readonly ms: number;
  }): void => {
    this.#channel.debug(safe(`${call} ${outcome} ${ms} ms`));
  };

  note(line: string): void {
    this.#channel.info(safe(line));
  }

  problem({ code, detail }: Problem): void {
    const about = [detail.action, detail.awsProfile, detail.region, detail.endpoint, detail.message];
    this.#channel.warn(safe([`${code}:`, ...about.filter((part) => part !== undefined && part !== '')].join(' ')));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
