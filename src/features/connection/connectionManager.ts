/** Which connection is in use: from the settings, or the sample data's; chosen, changed and opened here. */

import { own } from '../../core/collections';
import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../core/awsApi';
import { isRegion, region as asRegion } from '../../core/ids';
import { Problem } from '../../core/problem';
import { loadActions, loadAws } from '../../ui/lazy';
import type { Store } from '../../store/store';
import type { Connection } from '../../store/session';
import { pruneFolder } from '../../store/shared/prune';
import { fileFolder, memoryFolder, SHARED_FORMATS, type SharedFolder } from '../../store/shared/sharedFolder';
import type { Simulator } from '../../simulator/index';
import type { Log } from '../../ui/log';
import type { WorkspaceChoices } from './workspaceChoices';

const CONNECTED_ONCE = 'bedrockTally.connectedOnce';
const LAST_REGION = 'bedrockTally.lastRegion';

/** Keys that the simulator takes; they open nothing anywhere else. */
const SAMPLE_KEYS = { accessKeyId: 'AKIASAMPLEDATA000000', secretAccessKey: 'sample-data-is-not-secret' };

export class ConnectionManager implements vscode.Disposable {
  readonly #store: Store;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #choices: WorkspaceChoices;
  readonly #folder: string;
  readonly #sharedFolder: SharedFolder;
  #simulator: Simulator | undefined;
  #starting: Promise<void> | undefined;
  #used: string | undefined;

  constructor(store: Store, context: vscode.ExtensionContext, log: Log, choices: WorkspaceChoices) {
    this.#choices = choices;
    this.#store = store;
    this.#context = context;
    this.#log = log;
    this.#folder = vscode.Uri.joinPath(context.globalStorageUri, 'shared').fsPath;
    this.#sharedFolder = fileFolder(this.#folder, (line) => {
      log.note(line);
    });
  }

  /** Whether the user has asked for AWS before: only then does the status bar ask by itself. */
  get connectedOnce(): boolean {
    return this.#context.globalState.get(CONNECTED_ONCE, false);
  }

  get sample(): boolean {
    return this.#simulator !== undefined;
  }

  /** At start: takes the connection up again that was in use, from memory alone. Nothing is loaded and nobody is called. */
  async resume(): Promise<void> {
    if (!this.connectedOnce) return;
    const last = this.#context.globalState.get<Record<string, string>>(LAST_REGION, {});
    const asked = this.#choices.connection;
    const region = asked.region === '' ? (own(last, asked.awsProfile) ?? '') : asked.region;
    if (region !== '') await this.#take({ ...asked, region: asRegion(region) });
  }

  /** Connects as the settings say, if that is not so already. Costs no call; a Region that is not set is looked up in AWS's files. */
  async connect(): Promise<void> {
    if (this.sample) return;
    const asked = this.#choices.connection;
    const region =
      asked.region === '' ? ((await (await loadAws()).defaultRegion(asked.awsProfile)) ?? '') : asked.region;
    // Changed while AWS's files were read: what is set now counts.
    if (JSON.stringify(this.#choices.connection) !== JSON.stringify(asked)) return this.connect();
    await this.#remember(asked.awsProfile, region);
    await this.#take({ ...asked, region: asRegion(region) });
  }

  /** Whether the user has chosen an AWS profile, which asks for AWS as well, without having been connected yet. */
  get isChosen(): boolean {
    return this.#choices.connection.awsProfile !== '';
  }

  /** The user acts and is there: asks for what only a person can give. */
  async askUser(): Promise<void> {
    const { choice } = this.#store.snapshot;
    if (!this.sample && choice !== undefined) await (await loadActions()).askMfaCodes(choice);
  }

  /** AWS has answered: from now on the status bar may ask by itself, also after a restart. */
  async keep(): Promise<void> {
    if (!this.sample && !this.connectedOnce) await this.#context.globalState.update(CONNECTED_ONCE, true);
  }

  async #remember(awsProfile: string, region: string): Promise<void> {
    const { globalState } = this.#context;
    const last = globalState.get<Record<string, string>>(LAST_REGION, {});
    if (own(last, awsProfile) !== region) await globalState.update(LAST_REGION, { ...last, [awsProfile]: region });
  }

  async #take(choice: ConnectionChoice): Promise<void> {
    const key = JSON.stringify(choice);
    // Sample data may have been asked for meanwhile.
    if (this.sample || this.#used === key) return;
    this.#used = key;
    void pruneFolder(this.#folder, Date.now(), SHARED_FORMATS.current);
    await this.#store.connect(this.#connection(choice));
  }

  #connection(choice: ConnectionChoice): Connection {
    const open: Connection['open'] = async (onCharge) => {
      if (choice.region === '') throw await this.#whyNoRegion(choice.awsProfile);
      if (!isRegion(choice.region)) throw new Problem('wrong-region', { region: choice.region });
      if (choice.endpoint !== '' && !URL.canParse(choice.endpoint))
        throw new Problem('unreachable', { endpoint: choice.endpoint });
      return (await loadAws()).openAws(choice, this.#log.call, undefined, undefined, onCharge);
    };
    return { choice, sample: false, open, sharedFolder: this.#sharedFolder, environment: environmentOf(choice) };
  }

  /** A Region is missing because none is set, or because the AWS profile that would name it is not there, or none is chosen. */
  async #whyNoRegion(awsProfile: string): Promise<Problem> {
    const { listAwsProfiles, isChainEmpty } = await loadAws();
    const profiles = await listAwsProfiles();
    // The AWS profile is asked for first: it brings its Region.
    if (awsProfile === '' && profiles.length > 0 && (await isChainEmpty()))
      return new Problem('no-credentials', { awsProfile });
    const known = awsProfile === '' || profiles.some(({ name }) => name === awsProfile);
    return known ? new Problem('no-region', { awsProfile }) : new Problem('unknown-profile', { awsProfile });
  }

  /** Starts the simulator inside and connects to it. Nothing of it is written to disk. */
  async exploreSample(): Promise<void> {
    if (this.sample) return;
    // A second click while the first is under way waits for it.
    this.#starting ??= this.#startSample().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startSample(): Promise<void> {
    const { startSimulator } = await import('../../simulator/index');
    const simulator = await startSimulator({ scenario: 'company' });
    this.#simulator = simulator;
    this.#used = undefined;
    const choice: ConnectionChoice = { awsProfile: '', region: asRegion('us-east-1'), endpoint: simulator.url };
    await this.#store.connect({
      choice,
      sample: true,
      open: async (onCharge) => (await loadAws()).openAws(choice, this.#log.call, SAMPLE_KEYS, undefined, onCharge),
      sharedFolder: memoryFolder(),
      environment: 'sample',
    });
  }

  async leaveSample(): Promise<void> {
    const simulator = this.#simulator;
    this.#simulator = undefined;
    await this.#store.connect(undefined);
    await simulator?.close();
    await this.resume();
  }

  dispose(): void {
    void this.#simulator?.close();
  }
}

/** What besides the choice decides who we are. The key's id is no secret, and the store keeps only a hash of all this. */
function environmentOf({ awsProfile }: ConnectionChoice): string {
  const { env } = process;
  const files = [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE, env.AWS_ENDPOINT_URL];
  const chain = awsProfile === '' ? [env.AWS_PROFILE, env.AWS_ACCESS_KEY_ID, env.AWS_ROLE_ARN] : [];
  return JSON.stringify([...files, ...chain]);
}
