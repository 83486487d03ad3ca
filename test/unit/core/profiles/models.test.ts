import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareModels, GEO_PREFIXES, isClaude, modelName, splitGeo } from '../../../../src/core/profiles/models';

const NAMES: Readonly<Record<string, string>> = {
  'anthropic.claude-sonnet-4-5-20250929-v1:0': 'Claude Sonnet 4.5',
  'anthropic.claude-3-5-sonnet-20241022-v2:0': 'Claude 3.5 Sonnet v2',
  'anthropic.claude-3-5-sonnet-20240620-v1:0': 'Claude 3.5 Sonnet',
  'anthropic.claude-3-7-sonnet-20250219-v1:0': 'Claude 3.7 Sonnet',
  'anthropic.claude-3-sonnet-20240229-v1:0:200k': 'Claude 3 Sonnet',
  'anthropic.claude-opus-4-20250514-v1:0': 'Claude Opus 4',
  'anthropic.claude-opus-4-1-20250805-v1:0': 'Claude Opus 4.1',
  'anthropic.claude-opus-4-6-v1': 'Claude Opus 4.6',
  'anthropic.claude-opus-4-7': 'Claude Opus 4.7',
  'anthropic.claude-sonnet-5': 'Claude Sonnet 5',
  'anthropic.claude-haiku-4-5-20251001-v1:0': 'Claude Haiku 4.5',
  'anthropic.claude-3-haiku-20240307-v1:0': 'Claude 3 Haiku',
  'anthropic.claude-mythos-preview': 'Claude Mythos Preview',
  'anthropic.claude-instant-v1': 'Claude Instant',
  'anthropic.claude-instant-v1:2:100k': 'Claude Instant',
  'anthropic.claude-v2': 'Claude 2',
  'anthropic.claude-v2:1': 'Claude 2.1',
  'anthropic.claude-v2:1:200k': 'Claude 2.1',
  'amazon.nova-pro-v1:0': 'Amazon Nova Pro',
  'amazon.nova-pro-v1:0:300k': 'Amazon Nova Pro',
  'amazon.nova-2-lite-v1:0': 'Amazon Nova 2 Lite',
  'amazon.titan-text-express-v1': 'Amazon Titan Text Express',
  'amazon.titan-embed-text-v1': 'Amazon Titan Embed Text',
  'amazon.titan-embed-text-v2:0': 'Amazon Titan Embed Text v2',
  'meta.llama3-70b-instruct-v1:0': 'Llama 3 70B Instruct',
  'meta.llama3-3-70b-instruct-v1:0': 'Llama 3.3 70B Instruct',
  'meta.llama4-maverick-17b-instruct-v1:0': 'Llama 4 Maverick 17B Instruct',
  'mistral.mistral-large-2407-v1:0': 'Mistral Large 2407',
  'mistral.mixtral-8x7b-instruct-v0:1': 'Mixtral 8x7B Instruct',
  'mistral.ministral-3-8b-instruct': 'Ministral 3 8B Instruct',
  'deepseek.r1-v1:0': 'DeepSeek R1',
  'cohere.command-r-plus-v1:0': 'Cohere Command R Plus',
  'cohere.rerank-v3-5:0': 'Cohere Rerank v3.5',
  'ai21.jamba-1-5-large-v1:0': 'Jamba 1.5 Large',
  'qwen.qwen3-coder-480b-a35b-v1:0': 'Qwen3 Coder 480B A35B',
  'openai.gpt-oss-120b-1:0': 'GPT OSS 120B',
  'openai.gpt-6-astra': 'GPT-6 Astra',
  'us.openai.gpt-5.6-luna': 'GPT-5.6 Luna',
  'openai.gpt-6.1-sol': 'GPT-6.1 Sol',
  'global.moonshotai.kimi-k3': 'Kimi K3',
  'moonshotai.kimi-k2.5': 'Kimi K2.5',
  'minimax.minimax-m2.5': 'MiniMax M2.5',
  'zai.glm-4.7': 'GLM 4.7',
  'xai.grok-4.6': 'Grok 4.6',
  'deepseek.v3.2': 'DeepSeek V3.2',
  'nvidia.nemotron-super-3-120b': 'Nemotron Super 3 120B',
  'anthropic.claude-sonnet-5-5': 'Claude Sonnet 5.5',
  'us.anthropic.claude-haiku-5-5': 'Claude Haiku 5.5',
  'anthropic.claude-fable-5-1': 'Claude Fable 5.1',
  'nvidia.nemotron-nano-12b-v2': 'Nemotron Nano 12B v2',
  'zai.glm-4.7-flash': 'GLM 4.7 Flash',
  'stability.sd3-5-large-v1:0': 'SD3.5 Large',
};

describe('a model’s name for people', () => {
  for (const [id, name] of Object.entries(NAMES)) {
    it(`of ${id} is ${name}`, () => {
      assert.equal(modelName(id), name);
    });
  }

  it('does not depend on where it is invoked', () => {
    for (const geo of GEO_PREFIXES)
      assert.equal(modelName(`${geo}.anthropic.claude-sonnet-4-5-20250929-v1:0`), 'Claude Sonnet 4.5', geo);
  });

  it('is the id itself where the id has no known form', () => {
    for (const id of ['', '.', 'nonsense', 'acme.', 'amazon.-v1:0', 'anthropic.', 'anthropic.claude', 'anthropic.x-1'])
      assert.equal(modelName(id), id);
    assert.equal(modelName('anthropic.claude-sonnet-4-5-x9'), 'anthropic.claude-sonnet-4-5-x9');
    assert.equal(modelName('constructor.foo-1b'), 'Foo 1B');
  });

  it('is there for any id, and never says “undefined” or “NaN”', () => {
    const id = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.stringMatching(/^(us\.|eu\.)?(anthropic|amazon|meta|acme)\.[a-z0-9:.-]{0,30}$/),
      fc.stringMatching(/^anthropic\.claude-[a-z0-9:.-]{0,20}$/),
    );
    fc.assert(
      fc.property(id, (text) => {
        fc.pre(!/undefined|nan/i.test(text));
        const name = modelName(text);
        assert.ok(splitGeo(text).model === '' || name !== '');
        assert.ok(!/undefined|NaN/.test(name), name);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a geographic prefix', () => {
  it('is split off, and only where it is one', () => {
    assert.deepEqual(splitGeo('us-gov.anthropic.claude-sonnet-5'), {
      geo: 'us-gov',
      model: 'anthropic.claude-sonnet-5',
    });
    assert.deepEqual(splitGeo('anthropic.claude-sonnet-5'), { geo: undefined, model: 'anthropic.claude-sonnet-5' });
    assert.deepEqual(splitGeo('use.anthropic'), { geo: undefined, model: 'use.anthropic' });
  });

  it('put before a model’s id comes off again', () => {
    const geo = fc.constantFrom(...GEO_PREFIXES);
    fc.assert(
      fc.property(geo, fc.constantFrom(...Object.keys(NAMES)), (prefix, model) => {
        assert.deepEqual(splitGeo(`${prefix}.${model}`), { geo: prefix, model });
      }),
    );
  });
});

describe('the order of models', () => {
  const ids = Object.keys(NAMES);

  it('puts Claude first and the newest first, then the others by name', () => {
    const sorted = [
      'anthropic.claude-sonnet-5',
      'eu.anthropic.claude-opus-4-10',
      'anthropic.claude-opus-4-7',
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      'anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic.claude-3-7-sonnet-20250219-v1:0',
      'anthropic.claude-3-haiku-20240307-v1:0',
      'anthropic.claude-v2:1',
      'anthropic.claude-instant-v1',
      'amazon.nova-pro-v1:0',
      'deepseek.r1-v1:0',
      'meta.llama3-3-70b-instruct-v1:0',
    ];
    assert.deepEqual([...sorted].reverse().sort(compareModels), sorted);
  });

  it('is one order, whatever order the models came in', () => {
    const names = (list: readonly string[]): string[] => [...list].sort(compareModels).map(modelName);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (shuffled) => {
        assert.deepEqual(names(shuffled), names(ids));
        const firstOther = names(shuffled).findIndex((name) => !name.startsWith('Claude'));
        assert.equal(firstOther, ids.filter(isClaude).length);
      }),
    );
  });
});
