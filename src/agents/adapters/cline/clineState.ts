/**
 * Cline's `globalState.json`: it alone decides what the extension invokes, in both of its bundles. Which keys each of
 * them looks at was tried with the extension 4.1.13.
 */

import { join } from 'node:path';
import type { ClineBundle } from '../../hostMachine';
import type { ProfileTarget, Target } from '../../target';
import { valueAt, textAt, type Edit, type Json } from '../../documents/document';
import type { RoleBinding } from '../../binding';

const MODES = ['act', 'plan'] as const;
type Mode = (typeof MODES)[number];

export const stateFile = (folder: string): string => join(folder, 'globalState.json');

/**
 * What the older bundle invokes when the model is an ARN and nothing says that it is one, and whose limits it takes
 * where no base is named.
 */
const LEGACY_DEFAULT = 'anthropic.claude-sonnet-5';

const isSelected = (state: Json, mode: Mode): boolean =>
  valueAt(state, [`${mode}ModeAwsBedrockCustomSelected`]) === true;

/** Where Bedrock is chosen and no model of it, Cline takes one of its own. */
const DEFAULT_MODEL = { model: LEGACY_DEFAULT, unset: true } as const;

/** What a mode invokes in the newer bundle; undefined where no provider is chosen. */
function nextRole(file: string, state: Json, mode: Mode): RoleBinding | undefined {
  const providerKey = `${mode}ModeApiProvider`;
  const provider = textAt(state, providerKey);
  if (provider === undefined) return undefined;
  const connection = {
    region: textAt(state, 'awsRegion'),
    awsProfile: textAt(state, 'awsProfile'),
    file,
    overrides: [],
  };
  if (provider !== 'bedrock') return { role: mode, model: '', provider, keyPath: providerKey, ...connection };
  const keyPath = `${mode}ModeApiModelId`;
  const model = textAt(state, keyPath);
  return { role: mode, keyPath, ...connection, ...(model === undefined ? DEFAULT_MODEL : { model }) };
}

/** The same in the older bundle, which caches prompts where it is allowed to and sends a temperature always. */
function legacyRole(file: string, state: Json, mode: Mode): RoleBinding | undefined {
  const role = nextRole(file, state, mode);
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
 * What holds for either bundle, where nobody knows which one runs: what the older one invokes instead is a kind of work
 * of its own.
 */
function eitherRoles(file: string, state: Json, mode: Mode): readonly RoleBinding[] {
  const [next, legacy] = [nextRole(file, state, mode), legacyRole(file, state, mode)];
  if (next === undefined || legacy === undefined) return [];
  if (legacy.model !== next.model) return [next, { ...legacy, role: `${mode}-legacy` }];
  return [legacy.baseModel === undefined ? next : { ...next, baseModel: legacy.baseModel }];
}

/** What the extension invokes for each kind of work, by its state as `bundle` reads it. */
export function stateRoles(file: string, state: Json, bundle: ClineBundle | undefined): readonly RoleBinding[] {
  return MODES.flatMap((mode): readonly RoleBinding[] => {
    if (bundle === undefined) return eitherRoles(file, state, mode);
    const role = (bundle === 'next' ? nextRole : legacyRole)(file, state, mode);
    return role === undefined ? [] : [role];
  });
}

/** Whether planning and acting have models of their own. */
export const SEPARATE_MODELS_KEY = 'planActSeparateModelsSetting';

const ENDPOINT = 'awsBedrockEndpoint';
const ENDPOINT_SELECTED = 'awsBedrockEndpointSelected';

/** The endpoint of their own, such as a VPC's, that a person has given Cline. */
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

/** Every key that either bundle looks at. */
export function stateEdits({ roles: { main, plan = main } }: Target): readonly Edit[] {
  const { endpoint } = main;
  const values: readonly (readonly [string, Json])[] = [
    ...modeEdits('act', main),
    ...modeEdits('plan', plan),
    ['awsRegion', main.region],
    ['awsAuthentication', 'profile'],
    ['awsUseProfile', true],
    ['awsProfile', main.awsProfile],
    ['awsBedrockUsePromptCache', true],
    ['awsUseCrossRegionInference', false],
    ['awsUseGlobalInference', false],
    // Where it is not true, Cline opens its welcome pages and the provider is not used before somebody has gone through
    // them.
    ['welcomeViewCompleted', true],
    ...(endpoint === undefined
      ? []
      : ([
          [ENDPOINT, endpoint],
          [ENDPOINT_SELECTED, true],
        ] as const)),
    // Else the next choice of a model in Cline would set both modes to it. For one profile it stays as it was.
    ...(plan.arn === main.arn ? [] : ([[SEPARATE_MODELS_KEY, true]] as const)),
  ];
  return values.map(([key, value]) => ({ path: [key], value }));
}
