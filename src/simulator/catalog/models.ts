/**
 * The foundation models that the simulator offers: a selection of those of November 2026, and some that are retired.
 */

/**
 * A foundation model. `geos` are the prefixes of its system profiles; without `onDemand` it is invoked through those
 * only.
 */
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

type Options = Partial<Pick<Model, 'geos' | 'onDemand' | 'caches' | 'embeddings'>>;

/** A model that is invoked on demand in one Region, where the options do not say otherwise. */
const model = (id: string, name: string, provider: string, launched: string, options: Options = {}): Model => ({
  id,
  name,
  provider,
  launched,
  onDemand: true,
  geos: [],
  legacy: false,
  caches: false,
  ...options,
});

/** Claude: through system profiles only, with prompt caching. */
const claude = (id: string, name: string, launched: string, geos: readonly string[]): Model =>
  model(`anthropic.claude-${id}`, `Claude ${name}`, 'Anthropic', launched, { geos, onDemand: false, caches: true });

/** A model of another maker that is invoked through system profiles only, with prompt caching. */
const routed = (id: string, name: string, provider: string, launched: string, geos: readonly string[]): Model =>
  model(id, name, provider, launched, { geos, onDemand: false, caches: true });

const retired = (of: Model, endOfLife: string): Model => ({ ...of, legacy: true, onDemand: true, endOfLife });

const CLAUDE = ['global', 'us', 'eu', 'jp', 'au'];
const CLAUDE_AND_INDIA = [...CLAUDE, 'in'];
const OLDER_CLAUDE = ['us', 'eu', 'apac'];
const NOVA = { geos: ['us', 'eu', 'apac'], caches: true };

/**
 * All models. Ids are those in public model lists, agents' tables and price lists of autumn 2026; only the prefix
 * `amer` is established, not which models have it. What a Region offers depends on its system profiles and on
 * `onDemand`.
 */
export const MODELS: readonly Model[] = [
  claude('fable-5-1', 'Fable 5.1', '2026-09-15', ['global', 'us']),
  claude('opus-5-5', 'Opus 5.5', '2026-09-16', CLAUDE),
  claude('sonnet-5-5', 'Sonnet 5.5', '2026-09-16', CLAUDE),
  claude('haiku-5-5', 'Haiku 5.5', '2026-10-07', CLAUDE),
  claude('opus-5', 'Opus 5', '2026-07-22', CLAUDE),
  claude('sonnet-5', 'Sonnet 5', '2026-07-01', CLAUDE_AND_INDIA),
  claude('opus-4-8', 'Opus 4.8', '2026-05-28', CLAUDE),
  claude('opus-4-7', 'Opus 4.7', '2026-04-16', CLAUDE),
  claude('sonnet-4-6', 'Sonnet 4.6', '2026-02-17', CLAUDE),
  claude('haiku-4-5-20251001-v1:0', 'Haiku 4.5', '2025-10-15', CLAUDE_AND_INDIA),
  claude('sonnet-4-5-20250929-v1:0', 'Sonnet 4.5', '2025-09-29', CLAUDE),
  retired(claude('3-5-sonnet-20240620-v1:0', '3.5 Sonnet', '2024-06-20', OLDER_CLAUDE), '2027-03-01'),
  retired(claude('3-haiku-20240307-v1:0', '3 Haiku', '2024-03-13', OLDER_CLAUDE), '2027-03-10'),
  routed('openai.gpt-6-astra', 'GPT-6 Astra', 'OpenAI', '2026-09-10', ['global', 'us', 'amer']),
  routed('openai.gpt-5.6-luna', 'GPT-5.6 Luna', 'OpenAI', '2026-06-30', ['global', 'us']),
  routed('moonshotai.kimi-k3', 'Kimi K3', 'Moonshot AI', '2026-09-08', ['global', 'us']),
  routed('xai.grok-4.6', 'Grok 4.6', 'xAI', '2026-09-02', ['global']),
  routed('amazon.nova-2-lite-v1:0', 'Nova 2 Lite', 'Amazon', '2025-12-02', ['global', 'us', 'eu', 'jp']),
  model('amazon.nova-pro-v1:0', 'Nova Pro', 'Amazon', '2024-12-03', NOVA),
  model('amazon.nova-lite-v1:0', 'Nova Lite', 'Amazon', '2024-12-03', { ...NOVA, geos: [...NOVA.geos, 'ca'] }),
  model('amazon.nova-micro-v1:0', 'Nova Micro', 'Amazon', '2024-12-03', NOVA),
  model('deepseek.v3.2', 'DeepSeek V3.2', 'DeepSeek', '2026-02-10'),
  model('minimax.minimax-m2.5', 'MiniMax M2.5', 'MiniMax', '2026-03-24'),
  model('mistral.mistral-large-3-675b-instruct', 'Mistral Large 3', 'Mistral AI', '2025-12-02'),
  model('moonshotai.kimi-k2.5', 'Kimi K2.5', 'Moonshot AI', '2026-02-10'),
  model('nvidia.nemotron-super-3-120b', 'Nemotron Super 3 120B', 'NVIDIA', '2026-03-18', { geos: ['us'] }),
  model('openai.gpt-oss-120b-1:0', 'gpt-oss-120b', 'OpenAI', '2025-08-05', { geos: ['us'] }),
  model('openai.gpt-oss-20b-1:0', 'gpt-oss-20b', 'OpenAI', '2025-08-05', { geos: ['us'] }),
  model('qwen.qwen3-coder-480b-a35b-v1:0', 'Qwen3 Coder 480B A35B', 'Qwen', '2025-09-18'),
  model('qwen.qwen3-32b-v1:0', 'Qwen3 32B', 'Qwen', '2025-09-18'),
  model('zai.glm-5', 'GLM 5', 'Z.AI', '2026-03-24'),
  model('zai.glm-4.7', 'GLM 4.7', 'Z.AI', '2026-02-10'),
  {
    ...model('meta.llama4-maverick-17b-instruct-v1:0', 'Llama 4 Maverick 17B Instruct', 'Meta', '2025-04-28'),
    geos: ['us'],
    onDemand: false,
  },
  model('meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3 70B Instruct', 'Meta', '2024-12-19', { geos: ['us'] }),
  retired(model('meta.llama3-70b-instruct-v1:0', 'Llama 3 70B Instruct', 'Meta', '2024-04-23'), '2027-01-31'),
  model('amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2', 'Amazon', '2024-04-30', { embeddings: true }),
];
