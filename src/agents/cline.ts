/**
 * Cline (`saoudrizwan.claude-dev`). Where it keeps its state and which keys decide what it invokes was tried with version 4.1.13,
 * which holds two bundles ("legacy" and "next") that share these files.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arn } from '../core/ids';
import { parseArn } from '../core/ids';
import { profileSource, type Profile } from '../core/profile';
import { variable, type AgentPlaces, type ClineBundle } from './agent';

export const CLINE_EXTENSION = 'saoudrizwan.claude-dev';
/** Cline's view has to be open before its settings command does anything. */
export const CLINE_VIEW_FOCUS = 'claude-dev.SidebarProvider.focus';
export const CLINE_SETTINGS = 'cline.settingsButtonClicked';

/** The models of an agent, by its name for people. */
export interface BoundModels {
  readonly agent: string;
  readonly models: readonly string[];
}

/** Where a bundle keeps its state; the older one does not know CLINE_DATA_DIR. */
export function clineFolder(places: AgentPlaces, bundle: ClineBundle): string {
  const common = join(variable(places, 'CLINE_DIR') ?? join(places.home, '.cline'), 'data');
  return bundle === 'legacy' ? common : (variable(places, 'CLINE_DATA_DIR') ?? common);
}

/** Both bundles' folders, the newer one's first. Usually they are one and the same. */
export const clineFolders = (places: AgentPlaces): readonly string[] => [
  ...new Set([clineFolder(places, 'next'), clineFolder(places, 'legacy')]),
];

const MODEL_KEYS = ['actModeApiModelId', 'planModeApiModelId'] as const;

/** What Cline invokes through Bedrock now; undefined when it is not there, not on Bedrock, or its file is not readable. */
export async function readClineBinding(places: AgentPlaces): Promise<BoundModels | undefined> {
  const models = new Set<string>();
  for (const folder of clineFolders(places)) {
    const state = await readState(join(folder, 'globalState.json'));
    for (const key of MODEL_KEYS) {
      const provider = state[key === 'actModeApiModelId' ? 'actModeApiProvider' : 'planModeApiProvider'];
      const model = state[key];
      if (provider === 'bedrock' && typeof model === 'string' && model !== '') models.add(model);
    }
    const model = bedrockModel(await readState(join(folder, 'settings', 'providers.json')));
    if (model !== undefined) models.add(model);
  }
  return models.size === 0 ? undefined : { agent: 'Cline', models: [...models] };
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** The model of the Bedrock entry that Cline's newer settings page and its CLI use. Nothing else of the file is looked at. */
function bedrockModel(providers: Readonly<Record<string, unknown>>): string | undefined {
  const model = field(field(field(field(providers, 'providers'), 'bedrock'), 'settings'), 'model');
  return typeof model === 'string' && model !== '' ? model : undefined;
}

async function readState(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const state: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The agents that would lose their model with this profile, as far as their own files tell. */
export function boundTo(
  bindings: readonly (BoundModels | undefined)[],
  profile: { readonly arn: Arn },
): readonly string[] {
  return bindings.flatMap((binding) => (binding?.models.includes(profile.arn) === true ? [binding.agent] : []));
}

export interface ClineValues {
  /** What finds it in a search: the newer bundle calls it AWS Bedrock, the older one Amazon Bedrock. */
  readonly provider: string;
  readonly region: string;
  readonly model: string;
  readonly arn: string;
  /** The base inference model without a geographic prefix: with one, Cline's legacy bundle assumes another model's limits. */
  readonly baseModel: string;
}

/** The values to enter in Cline's settings. The Region is always the ARN's: Cline does not derive it. */
export function clineValues(profile: Profile): ClineValues {
  return {
    provider: 'Bedrock',
    region: parseArn(profile.arn)?.region ?? '',
    model: 'Custom',
    arn: profile.arn,
    baseModel: profileSource(profile).model ?? '',
  };
}
