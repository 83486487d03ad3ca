/**
 * Cline's `globalState.json`: it alone decides what the extension invokes, in both of its bundles. Which keys each of
 * them reads was tried with the extension 4.1.13.
 */

import { join } from 'node:path';
import type { ClineBundle } from '../../hostMachine';
import { claudeFamily } from '../../claudeModels';
import type { EndpointBinding } from '../../gateway/endpointBinding';
import type { GatewayRoute, ProfileTarget, Target } from '../../target';
import { valueAt, textAt, type Edit, type Json } from '../../documents/document';
import type { RoleBinding } from '../../binding';

const MODES = ['act', 'plan'] as const;
type Mode = (typeof MODES)[number];

export const stateFile = (folder: string): string => join(folder, 'globalState.json');

/**
 * What the older bundle invokes when the model is an ARN that is not selected as a custom model; also the model whose
 * limits it uses without a base model.
 */
const LEGACY_DEFAULT = 'anthropic.claude-sonnet-5';

const isSelected = (state: Json, mode: Mode): boolean =>
  valueAt(state, [`${mode}ModeAwsBedrockCustomSelected`]) === true;

/** Where Bedrock is chosen without a model, Cline uses its default. */
const DEFAULT_MODEL = { model: LEGACY_DEFAULT, unset: true } as const;

/** The state as it was read. */
export interface ClineState {
  readonly file: string;
  readonly state: Json;
  /** What its endpoint says, with the key that is kept in another file. */
  readonly endpoint: EndpointBinding;
}

/** What a mode invokes in the newer bundle; undefined without a provider. */
function nextRole({ file, state, endpoint }: ClineState, mode: Mode): RoleBinding | undefined {
  const providerKey = `${mode}ModeApiProvider`;
  const provider = textAt(state, providerKey);
  if (provider === undefined) return undefined;
  const connection = {
    region: textAt(state, 'awsRegion'),
    awsProfile: textAt(state, 'awsProfile'),
    file,
    overrides: [],
    ...endpoint,
  };
  if (provider !== 'bedrock') return { role: mode, model: '', provider, keyPath: providerKey, ...connection };
  const keyPath = `${mode}ModeApiModelId`;
  const model = textAt(state, keyPath);
  return { role: mode, keyPath, ...connection, ...(model === undefined ? DEFAULT_MODEL : { model }) };
}

/** What a mode invokes in the older bundle, which can cache prompts and always sends a temperature. */
function legacyRole(read: ClineState, mode: Mode): RoleBinding | undefined {
  const { state } = read;
  const role = nextRole(read, mode);
  if (role === undefined || role.provider !== undefined || !role.model.startsWith('arn:')) return role;
  const isOff = valueAt(state, ['awsBedrockUsePromptCache']) !== true;
  const behavior: Pick<RoleBinding, 'sendsTemperature' | 'cachingOff'> = isOff
    ? { sendsTemperature: true, cachingOff: true }
    : { sendsTemperature: true };
  if (!isSelected(state, mode))
    return { ...role, ...behavior, model: LEGACY_DEFAULT, keyPath: `${mode}ModeAwsBedrockCustomSelected` };
  const baseModel = textAt(state, `${mode}ModeAwsBedrockCustomModelBaseId`) ?? LEGACY_DEFAULT;
  return { ...role, ...behavior, baseModel };
}

/**
 * The roles of both bundles, where it is unknown which one runs: if the older one invokes another model, that is a
 * separate kind of work.
 */
function eitherRoles(read: ClineState, mode: Mode): readonly RoleBinding[] {
  const [next, legacy] = [nextRole(read, mode), legacyRole(read, mode)];
  if (next === undefined || legacy === undefined) return [];
  if (legacy.model !== next.model) return [next, { ...legacy, role: `${mode}-legacy` }];
  return [legacy.baseModel === undefined ? next : { ...next, baseModel: legacy.baseModel }];
}

/** What the extension invokes for each kind of work, as `bundle` reads its state. */
export function stateRoles(read: ClineState, bundle: ClineBundle | undefined): readonly RoleBinding[] {
  return MODES.flatMap((mode): readonly RoleBinding[] => {
    if (bundle === undefined) return eitherRoles(read, mode);
    const role = (bundle === 'next' ? nextRole : legacyRole)(read, mode);
    return role === undefined ? [] : [role];
  });
}

/** The key for whether planning and acting have separate models. */
export const SEPARATE_MODELS_KEY = 'planActSeparateModelsSetting';

const ENDPOINT = 'awsBedrockEndpoint';
const ENDPOINT_SELECTED = 'awsBedrockEndpointSelected';

/** The endpoint, such as a VPC's, that the user has set in Cline. */
export const configuredEndpoint = (state: Json): string | undefined =>
  valueAt(state, [ENDPOINT_SELECTED]) === true ? textAt(state, ENDPOINT) : undefined;

const modeEdits = (mode: Mode, { arn, model }: ProfileTarget): readonly (readonly [string, Json])[] => [
  [`${mode}ModeApiProvider`, 'bedrock'],
  [`${mode}ModeApiModelId`, arn],
  [`${mode}ModeAwsBedrockCustomSelected`, true],
  [`${mode}ModeAwsBedrockCustomModelBaseId`, model],
  [`${mode}ModeThinkingBudgetTokens`, 0],
  [`${mode}ModeReasoningEffort`, 'none'],
];

/**
 * Through the gateway a model is named without a geographic prefix: the older bundle would use another one for a name
 * that it does not know. It knows Claude models; others are custom ones to it.
 */
function namedModeEdits(mode: Mode, { model }: ProfileTarget): readonly (readonly [string, Json | undefined])[] {
  const isCustom = claudeFamily(model) === undefined;
  return [
    [`${mode}ModeApiProvider`, 'bedrock'],
    [`${mode}ModeApiModelId`, model],
    [`${mode}ModeAwsBedrockCustomSelected`, isCustom],
    [`${mode}ModeAwsBedrockCustomModelBaseId`, isCustom ? model : undefined],
  ];
}

/** The edits that send all calls to the gateway. */
function routeEdits({ roles: { main, plan = main } }: Target, { url }: GatewayRoute): readonly Edit[] {
  const values: readonly (readonly [string, Json | undefined])[] = [
    ...namedModeEdits('act', main),
    ...namedModeEdits('plan', plan),
    ['awsRegion', main.region],
    ['awsAuthentication', 'apikey'],
    ['awsUseProfile', false],
    ['awsBedrockUsePromptCache', true],
    ['awsUseCrossRegionInference', false],
    ['awsUseGlobalInference', false],
    ['welcomeViewCompleted', true],
    [ENDPOINT, url],
    [ENDPOINT_SELECTED, true],
    ...(plan.model === main.model ? [] : ([[SEPARATE_MODELS_KEY, true]] as const)),
  ];
  return values.map(([key, value]) => ({ path: [key], value }));
}

/**
 * The edits of every key that either bundle reads.
 * @param isByGateway whether the endpoint that is set now is the gateway's.
 */
export function stateEdits(target: Target, isByGateway: boolean): readonly Edit[] {
  if (target.gateway !== undefined) return routeEdits(target, target.gateway);
  const { main, plan = main } = target.roles;
  const { endpoint } = main;
  const values: readonly (readonly [string, Json | undefined])[] = [
    ...modeEdits('act', main),
    ...modeEdits('plan', plan),
    ['awsRegion', main.region],
    ['awsAuthentication', 'profile'],
    ['awsUseProfile', true],
    ['awsProfile', main.awsProfile],
    ['awsBedrockUsePromptCache', true],
    ['awsUseCrossRegionInference', false],
    ['awsUseGlobalInference', false],
    // Without it, Cline opens its welcome pages and does not use the provider until the user has completed them.
    ['welcomeViewCompleted', true],
    ...(endpoint === undefined
      ? isByGateway
        ? ([
            [ENDPOINT, undefined],
            [ENDPOINT_SELECTED, undefined],
          ] as const)
        : []
      : ([
          [ENDPOINT, endpoint],
          [ENDPOINT_SELECTED, true],
        ] as const)),
    // Otherwise the next choice of a model in Cline would set both modes. For one profile the key is not changed.
    ...(plan.arn === main.arn ? [] : ([[SEPARATE_MODELS_KEY, true]] as const)),
  ];
  return values.map(([key, value]) => ({ path: [key], value }));
}
