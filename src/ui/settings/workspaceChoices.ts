/**
 * What the user has chosen for one workspace alone. VS Code keeps it beside its own state of the workspace and not in
 * the folder's files, so that it is the user's own choice and nobody else's.
 */

import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../core/awsApi';
import { region as asRegion } from '../../core/ids';
import type { Tags } from '../../core/profiles/profile';
import { setSetting, setting } from './settings';

/**
 * An AWS profile, empty for the default chain, and a Region, empty for that of AWS's files. They are chosen together.
 */
export interface ProfileAndRegion {
  readonly awsProfile: string;
  readonly region: string;
}

const CONNECTION = 'bedrockTally.connection';
const FILTER = 'bedrockTally.filter';

/** The connection and the filter of this workspace. */
export class WorkspaceChoices {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  /** A choice for this workspace was made or dropped. */
  readonly onDidChange = this.#changed.event;

  /** @param memory of the workspace. */
  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** What to connect with: chosen for this workspace, else by the settings. */
  get connection(): ConnectionChoice {
    const ofWorkspace = this.connectionOfWorkspace;
    const { awsProfile, region } = ofWorkspace ?? this.connectionOfSettings;
    const endpoint = setting('aws.endpoint');
    return {
      awsProfile,
      region: asRegion(region),
      endpoint,
      ...(ofWorkspace === undefined ? {} : { forWorkspace: true }),
    };
  }

  /** The AWS profile to connect with; empty where none is chosen. */
  get awsProfile(): string {
    return this.connectionOfWorkspace?.awsProfile ?? setting('aws.profile');
  }

  get connectionOfSettings(): ProfileAndRegion {
    return { awsProfile: setting('aws.profile'), region: setting('aws.region') };
  }

  get connectionOfWorkspace(): ProfileAndRegion | undefined {
    return this.#memory.get<ProfileAndRegion>(CONNECTION);
  }

  /** Undefined: the settings count again. */
  async chooseForWorkspace(choice: ProfileAndRegion | undefined): Promise<void> {
    await this.#update(CONNECTION, choice);
  }

  /** Writes the user's settings, which count again in this workspace. */
  async chooseInSettings({ awsProfile, region }: ProfileAndRegion): Promise<void> {
    await setSetting('aws.profile', awsProfile === '' ? undefined : awsProfile);
    await setSetting('aws.region', region === '' ? undefined : region);
    await this.chooseForWorkspace(undefined);
  }

  /** The tags that a listed profile must have: chosen for this workspace, else by the settings. */
  get filter(): Tags {
    return this.#memory.get<Tags>(FILTER) ?? setting('profiles.onlyTags');
  }

  /**
   * Kept for the workspace, or in the user's settings where none is open. No tags: all profiles are shown, whatever the
   * settings say.
   */
  async setFilter(tags: Tags): Promise<void> {
    const isEmpty = Object.keys(tags).length === 0;
    if (isWorkspaceOpen()) {
      const needed = !isEmpty || Object.keys(setting('profiles.onlyTags')).length > 0;
      return this.#update(FILTER, needed ? tags : undefined);
    }
    await setSetting('profiles.onlyTags', isEmpty ? undefined : tags);
    await this.#update(FILTER, undefined);
  }

  async #update(key: string, value: unknown): Promise<void> {
    await this.#memory.update(key, value);
    this.#changed.fire();
  }
}

/** Whether something is open that a choice can be kept for. */
export const isWorkspaceOpen = (): boolean => vscode.workspace.workspaceFolders !== undefined;
