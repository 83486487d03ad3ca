/**
 * Models as the bill and the Price List call them. A name means a model only if it is all of the model's name: `Claude
 * Sonnet 4.5` is not `Claude Sonnet 4`, `Claude 3.5 Sonnet` is not `Claude 3.5 Sonnet v2`. Where one name could mean
 * two models, it means none.
 */

import { isClaude, modelName, splitGeo } from '../profiles/models';

const EDITION = ' (Amazon Bedrock Edition)';

/**
 * Names in the Price List that are no form of the model's id, by the id without what follows a colon. From the lists of
 * 2026.
 */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'amazon.nova-2-lite-v1': ['Nova 2.0 Lite'],
    'amazon.titan-embed-text-v1': ['TitanEmbeddingsG1-Text', 'Titan Embeddings G1 - Text'],
    'amazon.titan-embed-text-v2': ['TitanEmbeddingV2-Text', 'TitanEmbeddingsV2-Text', 'Titan Text Embeddings V2'],
    'amazon.titan-text-express-v1': ['TitanTextG1-Express'],
    'amazon.titan-text-lite-v1': ['TitanTextG1-Lite'],
    'deepseek.v3-v1': ['DeepSeek V3.1'],
    'mistral.devstral-2-123b': ['Devstral'],
    'mistral.magistral-small-2509': ['Magistral Small 1.2'],
    'mistral.ministral-3-3b-instruct': ['Ministral 3B 3.0'],
    'mistral.ministral-3-8b-instruct': ['Ministral 8B 3.0'],
    'mistral.ministral-3-14b-instruct': ['Ministral 14B 3.0'],
    'mistral.mistral-large-2402-v1': ['Mistral Large'],
    'mistral.mistral-small-2402-v1': ['Mistral Small'],
    'mistral.mistral-large-3-675b-instruct': ['Mistral Large 3'],
    'mistral.pixtral-large-2502-v1': ['Pixtral Large 25.02'],
    'mistral.voxtral-mini-3b-2507': ['Voxtral Mini 1.0'],
    'mistral.voxtral-small-24b-2507': ['Voxtral Small 1.0'],
    'nvidia.nemotron-nano-9b-v2': ['NVIDIA Nemotron Nano 2'],
  }),
);

/** Makers' names that may precede the model's. */
const MAKERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amazon: 'Amazon',
    cohere: 'Cohere',
    deepseek: 'DeepSeek',
    google: 'Google',
    meta: 'Meta',
    nvidia: 'NVIDIA',
    openai: 'OpenAI',
    qwen: 'Qwen',
  }),
);

/** `Command R+` is another model than `Command R`. */
const withPlus = (name: string): string => name.replaceAll('+', ' Plus ');

/** A name without regard to where a maker writes capitals: `MiniMax M2` is `Minimax M2`. */
const flatKeyOf = (name: string): string =>
  withPlus(name)
    .toLowerCase()
    .replace(/[^a-z0-9.]/g, '');

/**
 * A name without regard to case, to signs, and to where the words stand: AWS writes `Claude Opus 4.6`, `Claude 4.6
 * Opus` and `Claude4.6Opus`. The numbers keep their order.
 */
function keyOf(name: string): string {
  const parts = (withPlus(name).match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []).map((part) => part.toLowerCase());
  const isNumber = (part: string): boolean => /^\d/.test(part);
  const words = parts.filter((part) => !isNumber(part)).sort();
  return `${words.join(' ')} ${parts.filter(isNumber).join('.')}`;
}

const withoutContext = (id: string): string => id.replace(/(:\w+)+$/, '');

/** All names of a model. */
function namesOf(id: string): readonly string[] {
  const maker = MAKERS.get(id.split('.')[0] ?? '');
  const name = modelName(id);
  const bare = maker !== undefined && name.startsWith(`${maker} `) ? name.slice(maker.length + 1) : name;
  const short = bare.replace(/ (Instruct|IT)$/, '');
  const own = [bare, short];
  const makers = maker === undefined ? [] : own.map((one) => `${maker} ${one}`);
  return [...own, ...makers, ...(OTHER_NAMES.get(withoutContext(id)) ?? [])];
}

/** Ids in usage types: the whole id, or without its version. */
function idForms(id: string): readonly string[] {
  const versioned = withoutContext(id);
  return [id, versioned, versioned.replace(/-v?\d$/, ''), versioned.replace(/-v\d$/, '').replace(/-\d{8}$/, '')];
}

/**
 * What distinguishes one model from another in ids of the same name: not the day of release alone, nor the length of
 * the context.
 */
const coreOf = (id: string): string =>
  withoutContext(id.replace(/-v?1:0$/, ''))
    .replace(/-v1$/, '')
    .replace(/-\d{8}$/, '');
const dayOf = (id: string): string | undefined => /-(\d{8})(?=-|:|$)/.exec(id)?.[1];

/** The ids if they are all the same model's, otherwise none. */
function oneModel(ids: readonly string[]): readonly string[] {
  const cores = new Set(ids.map(coreOf));
  const days = new Set(ids.flatMap((id) => dayOf(id) ?? []));
  return cores.size > 1 || days.size > 1 ? [] : ids;
}

/** Finds models by what the bill calls them, among the ids that are known. */
export interface BilledModels {
  /** All ids of the one model with this name; none when it is not known or could be several. */
  byName(name: string): readonly string[];
  /** The same by a usage type's name for it: `NovaPro`, `Llama3-3-70B`, `openai.gpt-oss-120b-1`. */
  byKey(key: string): readonly string[];
}

/** Model ids without a geographic prefix; prefixes are taken off. */
export function billedModels(candidates: Iterable<string>): BilledModels {
  const ids = [...new Set([...candidates].map((id): string => splitGeo(id).model))];
  const index = (formsOf: (id: string) => readonly string[]): ReadonlyMap<string, ReadonlySet<string>> => {
    const found = new Map<string, Set<string>>();
    for (const id of ids) for (const form of formsOf(id)) found.set(form, (found.get(form) ?? new Set()).add(id));
    return found;
  };
  const names = index((id) => namesOf(id).map(keyOf));
  const flatNames = index((id) => namesOf(id).map(flatKeyOf));
  const forms = index(idForms);
  const byName = (name: string): readonly string[] =>
    oneModel([...(names.get(keyOf(name)) ?? flatNames.get(flatKeyOf(name)) ?? [])]);
  return {
    byName,
    byKey: (key) => (/^[a-z0-9-]+\.[a-z]/.test(key) ? oneModel([...(forms.get(key) ?? [])]) : byName(key)),
  };
}

/** `Claude Sonnet 4.5` from `Claude Sonnet 4.5 (Amazon Bedrock Edition)`; undefined for another service. */
export const editionOf = (serviceName: string): string | undefined =>
  serviceName.endsWith(EDITION) ? serviceName.slice(0, -EDITION.length) : undefined;

/**
 * The service that a Claude model is billed as. Undefined for others: some have one, some are billed as Amazon Bedrock.
 */
export const serviceOf = (modelId: string): string | undefined =>
  isClaude(modelId) ? `${modelName(modelId)}${EDITION}` : undefined;

/**
 * The first of the candidates that a service of its own bills; undefined for `Amazon Bedrock` and for names that are
 * not known.
 */
export function modelOfService(serviceName: string, candidates: Iterable<string>): string | undefined {
  const name = editionOf(serviceName);
  return name === undefined ? undefined : billedModels(candidates).byName(name)[0];
}
