/**
 * Zoo Code, Roo Code's successor. It keeps its settings in VS Code's storage, which we cannot write: the plan is data
 * that the user interface passes to the extension's `upsertProfile`. Read from source, not run: it takes the Region
 * from the ARN, whatever is set; guesses the limits of an ARN unless they are given; never caches prompts with one;
 * always sends a temperature with one; and its exports do not show whether a task is running.
 */

import type { Agent } from '../agent';
import { scopeOf } from './common/requirements';
import type { ExtensionCall } from '../changes/plan';
import { unknownModelWarnings, warning, type Warning } from '../warnings';
import type { GatewayRoute, ProfileTarget } from '../target';
import { proxyWarnings } from './common/overrides';
import { refusesTemperature } from '../claudeModels';

const EXTENSIONS = ['ZooCodeOrganization.zoo-code'];
const PROFILE_NAME = 'Bedrock profile';

/**
 * With the model's real name it knows the limits, and caches prompts. An ARN that was set by us would be used instead
 * of the name.
 */
const routeSettings = ({ model, region }: ProfileTarget, { url, secret }: GatewayRoute): ExtensionCall['settings'] => ({
  apiProvider: 'bedrock',
  apiModelId: model,
  awsCustomArn: '',
  awsRegion: region,
  awsUseProfile: false,
  awsUseApiKey: true,
  awsApiKey: secret,
  awsBedrockEndpoint: url,
  awsBedrockEndpointEnabled: true,
  awsUsePromptCache: true,
  awsUseCrossRegionInference: false,
});

function settingsOf({ arn, region, awsProfile, limits }: ProfileTarget): ExtensionCall['settings'] {
  return {
    apiProvider: 'bedrock',
    apiModelId: 'custom-arn',
    awsCustomArn: arn,
    awsRegion: region,
    awsUseProfile: true,
    // What the gateway needs would otherwise stay in the same configuration.
    awsUseApiKey: false,
    awsApiKey: '',
    awsBedrockEndpoint: '',
    awsBedrockEndpointEnabled: false,
    awsProfile: awsProfile === '' ? 'default' : awsProfile,
    awsUseCrossRegionInference: false,
    ...(limits === undefined ? {} : { awsModelContextWindow: limits.context, modelMaxTokens: limits.output }),
  };
}

const warningsByArn = (main: ProfileTarget): readonly Warning[] => [
  warning('no-prompt-caching', { where: 'Zoo Code' }),
  ...(refusesTemperature(main.model) ? [warning('temperature-sent', { agent: 'Zoo Code', model: main.model })] : []),
  ...unknownModelWarnings({ roles: { main } }).filter(({ code }) => code === 'limits-unknown'),
];

export const zoo: Agent = {
  id: 'zoo',
  name: 'Zoo Code',
  extensionIds: EXTENSIONS,
  scopes: ['user'],
  detect: () => Promise.resolve([]),
  // Its settings cannot be read, so that it is never reported as set.
  read: () => Promise.resolve({ state: 'hidden', agent: 'zoo', models: [] }),
  watchPaths: () => [],
  plan(target, host, options = {}) {
    scopeOf(host, ['user'], options);
    const { main } = target.roles;
    const { gateway } = target;
    const settings = gateway === undefined ? settingsOf(main) : routeSettings(main, gateway);
    return Promise.resolve({
      agent: 'zoo',
      target,
      files: [],
      call: { extensionIds: EXTENSIONS, name: PROFILE_NAME, settings },
      warnings: [
        ...(gateway === undefined ? warningsByArn(main) : proxyWarnings('Zoo Code', host)),
        warning('running-task', { agent: 'Zoo Code' }),
        warning('not-tried', { agent: 'Zoo Code' }),
      ],
      needs: ['call-extension'],
    });
  },
};
