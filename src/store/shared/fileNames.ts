/**
 * The names of the files that windows share. Windows with the same caller, Region and connection use the same files;
 * others do not.
 */

import { createHash } from 'node:crypto';
import type { Caller, ConnectionChoice } from '../../core/awsApi';
import type { PartScope, SharedName } from '../parts/definition';
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

/**
 * Who is who. SDKs name the session of a role that is assumed by the time, so that every sign-in would be somebody
 * else.
 */
const who = (caller: Caller | undefined): string | undefined =>
  caller?.arn.replace(/\/(aws-sdk-js|aws-go-sdk|botocore-session)-\d+$/, '');

/** The names of the files of one connection. */
export class SharedFileNames {
  readonly #viewer: Viewer;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  /** The caller, whatever the session of their role is called. */
  get who(): string | undefined {
    return who(this.#viewer.caller());
  }

  /**
   * The file of a part. This is the one spot that knows what a place, an account or a bill is identified by; a part is
   * kept for each caller, because what one may see another may not.
   */
  fileOf(scope: PartScope, { name, whose, also = [] }: SharedName): string {
    const { choice, environment, caller } = this.#viewer;
    switch (scope) {
      case 'account':
        return `${hash([choice.awsProfile, choice.region, choice.endpoint, environment])}-${name}`;
      case 'place':
        return isByOwnership(whose) ? this.#ofMine(name) : this.#ofPlace(name);
      case 'bill':
        return `${hash([caller()?.account, this.who, choice.endpoint, ...also])}-${name}`;
      case 'none':
        return hash([name, choice.endpoint, choice.region, ...also]);
    }
  }

  /** The mark that something was done for the caller; it keeps its name whatever the formats of files become. */
  mark(name: string): string {
    return this.#ofPlace(`done-${hash([name])}`);
  }

  /** What was created and deleted from here. */
  get edits(): string {
    return this.#ofPlace('edits');
  }

  /** The mark of a day on which Cost Explorer was called because of a setting; the name without the day. */
  get dailyRequest(): string {
    return `${this.fileOf('bill', { name: 'bill', also: ['by-setting'] })}-`;
  }

  /** What the caller may see in the Region. Before the caller is known, the connection is used in its place. */
  #ofPlace(name: string): string {
    const { choice } = this.#viewer;
    return `${hash([this.who ?? this.fileOf('account', { name: 'caller' }), choice.region, choice.endpoint])}-${name}`;
  }

  /** Who I am may differ from window to window, by settings of the workspace. */
  #ofMine(name: string): string {
    const { keys, myNames, myTeam } = this.#viewer.ownership();
    return `${this.#ofPlace(name)}-${hash([keys, [...myNames].sort(), myTeam])}`;
  }
}

/** Whether which profiles a scope means follows from the settings. */
const isByOwnership = (whose: UsageScope | undefined): boolean => whose === 'mine' || whose === 'team';
