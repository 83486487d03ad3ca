/** Cline's `secrets.json`, in which the extension keeps API keys, beside its state. */

import { join } from 'node:path';
import { planFile } from '../../changes/filePlan';
import type { FilePlan } from '../../changes/plan';
import { textAt } from '../../documents/document';
import { isOurToken } from '../../gateway/endpointBinding';
import { requireOutsideGit } from '../common/fileToWrite';
import { readFileAs } from '../common/readLocations';

const KEY = 'awsBedrockApiKey';

export const secretsFile = (folder: string): string => join(folder, 'secrets.json');

/** The extension's Bedrock API key; undefined where it has none, or its file cannot be read. */
export async function extensionKey(folder: string): Promise<string | undefined> {
  const file = await readFileAs('cline', secretsFile(folder), 'json');
  return file.kind === 'parsed' ? textAt(file.value, KEY) : undefined;
}

/** Plans the key: the gateway's secret, or none where it was the gateway's. Nothing else of the file is kept by us. */
export async function planKey(folder: string, secret: string | undefined): Promise<FilePlan | undefined> {
  const path = secretsFile(folder);
  if (secret === undefined)
    return isOurToken(await extensionKey(folder)) ? planFile(path, 'json', [{ path: [KEY] }]) : undefined;
  await requireOutsideGit(path);
  return planFile(path, 'json', [{ path: [KEY], value: secret }]);
}
