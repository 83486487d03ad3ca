/**
 * A gateway in a process of its own, with one secret and one profile, in front of the upstream that is its first
 * argument. Its files lie in the folder that is its second one. Prints one line of JSON first; then it takes commands
 * on its input: `time N` moves its clock, `memory` prints its resident memory in bytes.
 */

import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { arn, accountId, modelId, profileId, region } from '../../../src/core/ids';
import type { Profile } from '../../../src/core/profiles/profile';
import { Journal } from '../../../src/gateway/journal';
import { Secrets } from '../../../src/gateway/secrets';
import { startGateway } from '../../../src/gateway/server';

const [upstream = '', folder = ''] = process.argv.slice(2);
const model = modelId('anthropic.claude-sonnet-4-5-20250929-v1:0');
const account = accountId('111122223333');
const id = profileId('a1b2c3d4e5f6');
const profile: Profile = {
  arn: arn(`arn:aws:bedrock:us-east-1:${account}:application-inference-profile/${id}`),
  id,
  name: 'mine',
  description: undefined,
  status: 'ACTIVE',
  models: [arn(`arn:aws:bedrock:us-east-1::foundation-model/${model}`)],
  createdAt: 0,
  updatedAt: 0,
  tags: {},
};

async function main(): Promise<void> {
  let ahead = 0;
  const secrets = new Secrets(join(folder, 'secrets'));
  const place = { awsProfile: '', account, region: region('us-east-1'), endpoint: '' };
  const secret = await secrets.issue({ agent: 'bench', project: undefined, place }, Date.now());
  const gateway = await startGateway({
    port: 0,
    secrets,
    aws: {
      open: () => ({
        runtimeUrl: () => Promise.resolve(new URL(upstream)),
        credentials: () =>
          Promise.resolve({ accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator', account }),
        catalog: () => Promise.resolve({ profiles: [profile], sources: [], isMine: () => true }),
      }),
    },
    rules: () => ({ allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false }),
    journal: new Journal(join(folder, 'journal'), (error) => {
      throw error;
    }),
    log: () => undefined,
    now: () => Date.now() + ahead,
  });
  console.log(JSON.stringify({ url: gateway.url, secret }));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'memory') console.log(process.memoryUsage().rss);
    else ahead = Number(line.replace('time ', ''));
  }
  await gateway.close();
}

void main();
