/** The settings that windows share with the gateway and the command line. They hold no secret. */

import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';
import { region } from '../core/ids';
import { DEFAULT_OWNER_KEYS } from '../core/profiles/profile';

const texts = v.array(v.string());

const schema = v.object({
  /** The keys of the tags that name an owner, after replacements. */
  ownerKeys: v.object({ team: v.string(), member: v.string() }),
  /** The names by which a profile is mine; empty for those of the caller's identity. */
  myNames: texts,
  /** Regions in which data may be processed; an empty list allows all. */
  allowedRegions: texts,
  /** Tag keys with their allowed values; an empty list allows any value. */
  requiredTags: v.record(v.string(), texts),
  /** Calls without a profile are sent on unattributed. */
  passThrough: v.boolean(),
  /** ARNs of profiles that are not mine may be used. */
  othersProfiles: v.boolean(),
  /** What the command line connects with unless its flags name another. */
  connection: v.optional(
    v.object({ awsProfile: v.string(), region: v.pipe(v.string(), v.transform(region)), endpoint: v.string() }),
  ),
});
export type GatewaySettings = v.InferOutput<typeof schema>;

/** Without a file. */
export const DEFAULT_GATEWAY_SETTINGS: GatewaySettings = {
  ownerKeys: DEFAULT_OWNER_KEYS,
  myNames: [],
  allowedRegions: [],
  requiredTags: {},
  passThrough: false,
  othersProfiles: false,
};

/** A settings file that is not whole: which calls are allowed is not known, so none is. */
export class UnreadableSettings extends Error {}

async function readSettings(file: string): Promise<GatewaySettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return DEFAULT_GATEWAY_SETTINGS;
    throw new UnreadableSettings(file);
  }
  try {
    return v.parse(schema, JSON.parse(text) as unknown);
  } catch {
    throw new UnreadableSettings(file);
  }
}

/** The settings as the file has them now. */
export class SettingsFile {
  private held: { readonly settings: GatewaySettings; readonly version: string } | undefined;

  constructor(private readonly file: string) {}

  /** Throws `UnreadableSettings`. */
  async get(): Promise<GatewaySettings> {
    const version = await this.version();
    if (this.held?.version === version) return this.held.settings;
    const settings = await readSettings(this.file);
    this.held = { settings, version };
    return settings;
  }

  /** Tells one file from the next at the same place: each is written anew. */
  private async version(): Promise<string> {
    const found = await stat(this.file, { bigint: true }).catch(() => undefined);
    return found === undefined ? '' : `${found.ino} ${found.mtimeNs} ${found.size}`;
  }
}

/** Writes the settings whole, readable by the user alone. */
export async function writeGatewaySettings(file: string, settings: GatewaySettings): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, JSON.stringify(settings, undefined, 2), { mode: 0o600 });
}
