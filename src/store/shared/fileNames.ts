/** The files that windows meet in. Who looks through the same eyes at the same place finds what the others have learned, and nobody else does. */

import { createHash } from 'node:crypto';
import type { Caller, ConnectionChoice } from '../../core/awsApi';
import type { Ownership, UsageScope } from '../snapshot';

/** What a name follows from. Who the caller is and who I am may change while the connection stays. */
export interface Viewer {
  readonly choice: ConnectionChoice;
  /** What the environment adds to the choice. */
  readonly environment: string;
  readonly caller: () => Caller | undefined;
  readonly ownership: () => Ownership;
}

const hash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** Who is who. SDKs name the session of a role that is assumed by the time, so that every sign-in would be somebody else. */
const who = (caller: Caller | undefined): string | undefined =>
  caller?.arn.replace(/\/(aws-sdk-js|aws-go-sdk|botocore-session)-\d+$/, '');

export class SharedFileNames {
  readonly #looking: Viewer;

  constructor(looking: Viewer) {
    this.#looking = looking;
  }

  /** The caller, whatever the session of their role is called. */
  get who(): string | undefined {
    return who(this.#looking.caller());
  }

  /** Who the connection's credentials belong to. */
  get caller(): string {
    const { choice, environment } = this.#looking;
    return `${hash([choice.awsProfile, choice.region, choice.endpoint, environment])}-caller`;
  }

  /** The mark that something is done for the caller; it stays with its name whatever the formats of files become. */
  mark(name: string): string {
    return this.ofCaller(`done-${hash([name])}`);
  }

  /** AWS's prices of the Region, which are everybody's. */
  get prices(): string {
    const { choice } = this.#looking;
    return hash(['prices', choice.endpoint, choice.region]);
  }

  /** What the caller may see in the Region. */
  ofCaller(name: string): string {
    const { choice } = this.#looking;
    return `${hash([this.who ?? this.caller, choice.region, choice.endpoint])}-${name}`;
  }

  /** The bill is the account's, whatever the Region. It is kept for each caller: what one may see another may not. */
  ofAccount(name: string, parts: readonly unknown[]): string {
    const { caller, choice } = this.#looking;
    return `${hash([caller()?.account, this.who, choice.endpoint, ...parts])}-${name}`;
  }

  /** What a scope has used. */
  ofScope(name: string, scope: UsageScope): string {
    return scope === 'mine' || scope === 'team' ? this.ofMine(`${name}-${scope}`) : this.ofCaller(`${name}-${scope}`);
  }

  /** Who I am may differ from window to window, by settings of the workspace. */
  ofMine(name: string): string {
    const { keys, myNames, myTeam } = this.#looking.ownership();
    return `${this.ofCaller(name)}-${hash([keys, [...myNames].sort(), myTeam])}`;
  }
}
