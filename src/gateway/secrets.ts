/**
 * The secrets that were issued: for each agent, project and place a file of its own, so that issuing one again replaces
 * the old one in a single step and processes need no lock. A file holds the secret's hash, never the secret.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';
import { fileInFormat, formatOf } from '../core/fileFormat';
import { accountId, region, type AccountId, type Region } from '../core/ids';
import type { SecretText } from '../core/gateway/secretForm';
import { hashOf, makeSecret } from './secretText';

/** The account and Region that a secret is for, and the AWS profile that reaches them. */
export interface SecretPlace {
  /** Empty for the default chain of the process's environment. */
  readonly awsProfile: string;
  readonly account: AccountId;
  readonly region: Region;
  /** Of AWS's services; empty for AWS's own. */
  readonly endpoint: string;
}

/** Who uses a secret. Fixed when it is issued. */
export interface SecretUse {
  readonly agent: string;
  /** The project's folder; undefined where the agent is pointed at the gateway for the user. */
  readonly project: string | undefined;
  readonly place: SecretPlace;
}

export interface IssuedSecret extends SecretUse {
  /** Names the secret in records; gives nothing of it away. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

interface Entry {
  readonly issued: IssuedSecret;
  readonly hash: Buffer;
}

const FORMAT = 1;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const OTHERS_MAY_WRITE = 0o022;
/** A folder that changed so short a time ago may change again within the same tick of its file system's clock. */
const SETTLED_MS = 2_000;

const shape = v.object({
  agent: v.string(),
  project: v.optional(v.string()),
  place: v.object({
    awsProfile: v.string(),
    account: v.pipe(v.string(), v.transform(accountId)),
    region: v.pipe(v.string(), v.transform(region)),
    endpoint: v.string(),
  }),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  issuedAt: v.number(),
});

/** The same use has the same id, and so the same file. */
export function idOfUse({ agent, project, place }: SecretUse): string {
  const parts = [agent, project ?? null, place.awsProfile, place.account, place.region, place.endpoint];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Whether only the user can have written a file. Windows has no such modes: there the user's folder protects it. */
async function isOnlyOurs(file: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const { mode, uid } = await stat(file);
  return (mode & OTHERS_MAY_WRITE) === 0 && uid === process.getuid?.();
}

/** Undefined for what is not a file of ours, or could be somebody else's. */
async function readEntry(folder: string, name: string): Promise<Entry | undefined> {
  try {
    if (formatOf(name) !== FORMAT || !(await isOnlyOurs(join(folder, name)))) return undefined;
    const content: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    const { hash, project, ...rest } = v.parse(shape, content);
    const use = { ...rest, project };
    return { issued: { ...use, id: idOfUse(use) }, hash: Buffer.from(hash, 'hex') };
  } catch {
    return undefined;
  }
}

/** Secrets in a folder that is the user's own. */
export class Secrets {
  private entries: readonly Entry[] = [];
  /** When the folder had changed last when it was read, ns since 1970; undefined where it must be read again. */
  private readAt: bigint | undefined;

  constructor(private readonly folder: string) {}

  /** Makes a new secret for a use. An earlier one of the same use is no longer accepted. */
  async issue(use: SecretUse, now: number): Promise<SecretText> {
    const secret = makeSecret();
    await mkdir(this.folder, { recursive: true, mode: FOLDER_MODE });
    await chmod(this.folder, FOLDER_MODE);
    const content = { ...use, hash: hashOf(secret).toString('hex'), issuedAt: now };
    await writeFileAtomic(this.file(use), JSON.stringify(content), { mode: FILE_MODE });
    this.readAt = undefined;
    return secret;
  }

  /** The secret of a use is no longer accepted. */
  async revoke(use: SecretUse): Promise<void> {
    await rm(this.file(use), { force: true });
    this.readAt = undefined;
  }

  /** Uses that have a secret. */
  async list(): Promise<readonly IssuedSecret[]> {
    await this.load();
    return this.entries.map(({ issued }) => issued);
  }

  /** Whose secret it is. Takes the same time whichever it is, and however much of it is right. */
  async find(secret: SecretText): Promise<IssuedSecret | undefined> {
    await this.load();
    const hash = hashOf(secret);
    const matching = this.entries.filter((entry) => timingSafeEqual(entry.hash, hash));
    return matching[0]?.issued;
  }

  private file(use: SecretUse): string {
    return join(this.folder, fileInFormat(idOfUse(use), FORMAT));
  }

  /** Reads the folder again where another process has changed it. */
  private async load(): Promise<void> {
    const changed = await stat(this.folder, { bigint: true }).catch(() => undefined);
    if (changed === undefined) {
      this.entries = [];
      this.readAt = undefined;
      return;
    }
    if (this.readAt === changed.mtimeNs) return;
    const names = await readdir(this.folder);
    const entries = await Promise.all(names.map((name) => readEntry(this.folder, name)));
    this.entries = entries.filter((entry) => entry !== undefined);
    const isSettled = Math.abs(Date.now() - Number(changed.mtimeMs)) > SETTLED_MS;
    this.readAt = isSettled ? changed.mtimeNs : undefined;
  }
}
