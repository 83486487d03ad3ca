/** The models and system profiles of Amazon Bedrock, as of November 2026, in each Region that the simulator knows. */

export type Maker = 'anthropic' | 'amazon' | 'meta' | 'openai';

/** A foundation model. `geos` are the prefixes of its system profiles; without `onDemand` it is invoked through those only. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly onDemand: boolean;
  readonly geos: readonly string[];
  readonly legacy: boolean;
  readonly caches: boolean;
  /** ISO dates of the lifecycle. */
  readonly launched: string;
  readonly endOfLife?: string;
  readonly embeddings?: boolean;
}

/** A system profile of one Region. */
export interface SystemProfile {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly modelArns: readonly string[];
  readonly model: Model;
}

const claude = (id: string, name: string, launched: string, geos: readonly string[]): Model => ({
  id: `anthropic.claude-${id}`,
  name: `Claude ${name}`,
  provider: 'Anthropic',
  onDemand: false,
  geos,
  legacy: false,
  caches: true,
  launched,
});
const open = (id: string, name: string, provider: string, launched: string, geos: readonly string[] = []): Model => ({
  id,
  name,
  provider,
  onDemand: true,
  geos,
  legacy: false,
  caches: id.startsWith('amazon.nova'),
  launched,
});
const retired = (model: Model, endOfLife: string, onDemand = true): Model => ({
  ...model,
  legacy: true,
  onDemand,
  endOfLife,
});

const EVERYWHERE = ['global', 'us', 'eu', 'jp', 'au'];
const NOVA = ['us', 'eu', 'apac'];

/** All models. What is offered in a Region depends on its system profiles and on `onDemandIn`. */
export const MODELS: readonly Model[] = [
  claude('sonnet-5', 'Sonnet 5', '2026-08-20', EVERYWHERE),
  claude('opus-4-7', 'Opus 4.7', '2026-04-16', EVERYWHERE),
  claude('sonnet-4-6', 'Sonnet 4.6', '2026-02-17', EVERYWHERE),
  claude('haiku-4-5-20251001-v1:0', 'Haiku 4.5', '2025-10-15', EVERYWHERE),
  claude('sonnet-4-5-20250929-v1:0', 'Sonnet 4.5', '2025-09-29', EVERYWHERE),
  retired(claude('3-5-sonnet-20240620-v1:0', '3.5 Sonnet', '2024-06-20', ['us', 'eu', 'apac']), '2027-03-01'),
  retired(claude('3-haiku-20240307-v1:0', '3 Haiku', '2024-03-13', ['us', 'eu', 'apac']), '2027-03-10'),
  {
    ...open('amazon.nova-2-lite-v1:0', 'Nova 2 Lite', 'Amazon', '2025-12-02', ['global', 'us', 'eu', 'jp']),
    onDemand: false,
  },
  open('amazon.nova-pro-v1:0', 'Nova Pro', 'Amazon', '2024-12-03', NOVA),
  open('amazon.nova-lite-v1:0', 'Nova Lite', 'Amazon', '2024-12-03', NOVA),
  open('amazon.nova-micro-v1:0', 'Nova Micro', 'Amazon', '2024-12-03', NOVA),
  {
    ...open('meta.llama4-maverick-17b-instruct-v1:0', 'Llama 4 Maverick 17B Instruct', 'Meta', '2025-04-28', ['us']),
    onDemand: false,
  },
  open('meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3 70B Instruct', 'Meta', '2024-12-19', ['us']),
  retired(open('meta.llama3-70b-instruct-v1:0', 'Llama 3 70B Instruct', 'Meta', '2024-04-23'), '2027-01-31'),
  open('openai.gpt-oss-120b-1:0', 'gpt-oss-120b', 'OpenAI', '2025-08-05'),
  { ...open('amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2', 'Amazon', '2024-04-30'), embeddings: true },
];

/** Which Regions a system profile's prefix sends requests to. */
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  apac: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
};
const PLAIN = ['ca-central-1', 'sa-east-1', 'eu-west-2', 'eu-central-2', 'us-west-1', 'me-central-1', 'il-central-1'];

/** Regions that exist. Any other in a request's credential scope is refused. */
export const REGIONS: ReadonlySet<string> = new Set([...Object.values(DESTINATIONS).flat(), ...PLAIN]);

/** At most five models are told for a profile, so a wide geography shows its first five Regions, its own among them. */
const MODELS_SHOWN = 5;

/** The ARN of a foundation model; an empty Region is any. */
export const modelArn = (region: string, modelId: string): string =>
  `arn:aws:bedrock:${region}::foundation-model/${modelId}`;

function destinations(geo: string, region: string): readonly string[] {
  if (geo === 'global') return [region, ''];
  const all = DESTINATIONS[geo] ?? [];
  const others = all.filter((name) => name !== region).slice(0, MODELS_SHOWN - 1);
  return [region, ...others].sort();
}

function sentence(geo: string, model: Model, regions: readonly string[]): string {
  const name = `${model.provider} ${model.name}`;
  if (geo === 'global') return `Routes requests to ${name} globally across all supported AWS Regions.`;
  const last = regions.at(-1) ?? '';
  return `Routes requests to ${name} in ${regions.slice(0, -1).join(' ')} and ${last}.`.replaceAll(',', '');
}

/** Whether a Region sends requests through system profiles of this prefix. */
function offers(geo: string, region: string): boolean {
  return geo === 'global' || (DESTINATIONS[geo] ?? []).includes(region);
}

/** The system profiles of a Region, in the order of the catalog. */
export function systemProfiles(account: string, region: string): readonly SystemProfile[] {
  return MODELS.flatMap((model) =>
    model.geos
      .filter((geo) => offers(geo, region))
      .map((geo) => {
        const regions = destinations(geo, region);
        const id = `${geo}.${model.id}`;
        return {
          id,
          arn: `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`,
          name: `${geo === 'global' ? 'Global' : geo.toUpperCase()} ${model.provider} ${model.name}`,
          description: sentence(geo, model, regions),
          modelArns: regions.map((name) => modelArn(name, model.id)),
          model,
        };
      }),
  );
}

/** The foundation models of a Region: those that can be invoked on demand there, and those that a system profile of the Region holds. */
export function foundationModels(region: string): readonly Model[] {
  return MODELS.filter((model) => onDemandIn(model, region) || model.geos.some((geo) => offers(geo, region)));
}

/** Small Regions have no on-demand models of others' making. */
function onDemandIn(model: Model, region: string): boolean {
  return model.onDemand && (!PLAIN.includes(region) || model.provider === 'Amazon');
}

export function findModel(region: string, id: string): Model | undefined {
  return foundationModels(region).find((model) => model.id === id);
}
