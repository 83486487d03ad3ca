/**
 * Zoo Code, Roo Code's successor. It keeps its settings in VS Code's own storage, which no file of ours reaches: what is planned is data,
 * for the user interface to hand to the extension's `upsertProfile`. Read from source, not run.
 */

import type { Agent, ProfileTarget } from './agent';
import { scopeOf } from './common';
import type { ExtensionCall } from './plan';
import { warning } from './warnings';

const EXTENSIONS = ['ZooCodeOrganization.zoo-code'];
const PROFILE_NAME = 'Bedrock profile';

function settingsOf({ arn, region, awsProfile }: ProfileTarget): ExtensionCall['settings'] {
  return {
    apiProvider: 'bedrock',
    apiModelId: 'custom-arn',
    awsCustomArn: arn,
    awsRegion: region,
    awsUseProfile: true,
    awsProfile: awsProfile === '' ? 'default' : awsProfile,
    awsUsePromptCache: true,
    awsUseCrossRegionInference: false,
  };
}

export const zoo: Agent = {
  id: 'zoo',
  name: 'Zoo Code',
  extensionIds: EXTENSIONS,
  scopes: ['user'],
  detect: () => Promise.resolve([]),
  // Not on the disk in a form that we could read: not known, so it is never called bound.
  read: () => Promise.resolve({ state: 'hidden', agent: 'zoo', models: [] }),
  watchPaths: () => [],
  plan(target, host, options = {}) {
    scopeOf(host, ['user'], options);
    return Promise.resolve({
      agent: 'zoo',
      target,
      files: [],
      call: { extensionIds: EXTENSIONS, name: PROFILE_NAME, settings: settingsOf(target.roles.main) },
      warnings: [warning('not-tried', { agent: 'Zoo Code' })],
      needs: ['call-extension'],
    });
  },
};
