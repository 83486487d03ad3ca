/** A gateway in front of a simulated AWS. It reads nothing of the user's and leaves nothing behind. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAws } from '../aws/index';
import { callerNames } from '../core/connection/sessionName';
import { region } from '../core/ids';
import { DEFAULT_OWNER_KEYS } from '../core/profiles/profile';
import type { AwsApi } from '../core/awsApi';
import type { CallRules, PlaceCatalog } from '../core/gateway/chooseProfile';
import type { PlaceAccess } from '../gateway/aws';
import { Journal, readJournal } from '../gateway/journal';
import { Secrets, type SecretPlace } from '../gateway/secrets';
import { startGateway } from '../gateway/server';
import { startSimulator } from '../simulator/index';
import type { CallRecord } from '../core/gateway/callRecord';
import { loadCatalog } from './loadCatalog';

/** Keys that the simulator accepts; they open nothing anywhere else. */
const SAMPLE_KEYS = { accessKeyId: 'AKIASAMPLEDATA000000', secretAccessKey: 'sample-data-is-not-secret' };
/** What it allows. */
export const SAMPLE_RULES: CallRules = {
  allowedRegions: [],
  requiredTags: {},
  passThrough: false,
  othersProfiles: false,
};

export interface SampleGateway {
  /** With a secret as its path: all that a client needs. */
  readonly url: string;
  /** Without a secret. */
  readonly address: string;
  /** A folder that is removed with it. */
  readonly folder: string;
  readonly secrets: Secrets;
  /** The folder of its journal. */
  readonly journal: string;
  readonly place: SecretPlace;
  readonly aws: AwsApi;
  catalog(): Promise<PlaceCatalog>;
  /** The calls that have ended. */
  calls(): Promise<readonly CallRecord[]>;
  /** Cuts running calls, and removes its files. */
  close(): Promise<void>;
}

/** Starts it. Throws the system's error when the port is taken. @param log takes lines without secrets. */
export async function startSampleGateway(port: number, log: (line: string) => void): Promise<SampleGateway> {
  const simulator = await startSimulator({ scenario: 'company' });
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-tally-'));
  const release = async (): Promise<void> => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const choice = { awsProfile: '', region: region('us-east-1'), endpoint: simulator.url };
    const aws = await openAws(choice, { log: () => undefined, keys: SAMPLE_KEYS });
    const caller = await aws.whoAmI(new AbortController().signal);
    const credentials = { ...SAMPLE_KEYS, account: caller.account };
    const me = { ownerKeys: DEFAULT_OWNER_KEYS, myNames: callerNames(caller) };
    const catalog = (): Promise<PlaceCatalog> => loadCatalog(aws, me, new AbortController().signal);
    const access: PlaceAccess = {
      runtimeUrl: () => Promise.resolve(new URL(simulator.url)),
      credentials: () => Promise.resolve(credentials),
      catalog,
    };
    const secrets = new Secrets(join(folder, 'secrets'));
    const place = { ...choice, account: caller.account };
    const secret = await secrets.issue({ agent: 'sample', project: undefined, place }, Date.now());
    const journalFolder = join(folder, 'journal');
    const journal = new Journal(journalFolder, (error) => {
      log(String(error));
    });
    const gateway = await startGateway({
      port,
      secrets,
      aws: { open: () => access },
      rules: () => SAMPLE_RULES,
      journal,
      log,
    });
    return {
      url: `${gateway.url}/${secret}`,
      address: gateway.url,
      folder,
      secrets,
      journal: journalFolder,
      place,
      aws,
      catalog,
      calls: () => readJournal(journalFolder, 0, Number.MAX_SAFE_INTEGER),
      close: async () => {
        await gateway.close();
        aws.dispose();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
