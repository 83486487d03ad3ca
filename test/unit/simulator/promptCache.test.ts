/** The simulated prompt cache by itself: what it may read, and that no token is lost or counted twice. */

import fc from 'fast-check';
import assert from 'node:assert/strict';
import { readPrompt, type Prompt } from '../../../src/simulator/inference/prompt';
import { PromptCache } from '../../../src/simulator/inference/promptCache';
import type { CacheRules } from '../../../src/simulator/inference/modelRules';

const MINUTE = 60_000;
const RULES: CacheRules = { minimum: 16, lookback: 20, keepsAnHour: true };
const LIFETIME = { '5m': 5 * MINUTE, '1h': 60 * MINUTE };
type Ttl = keyof typeof LIFETIME;

/** A part of a prompt, and the cache point after it. */
interface Part {
  readonly text: string;
  readonly ttl?: Ttl | undefined;
}

const block = ({ text, ttl }: Part) => ({
  text,
  ...(ttl === undefined ? {} : { cache_control: { type: 'ephemeral', ttl } }),
});
/** The first part is the system prompt, the others are messages. */
const promptOf = ([first, ...rest]: readonly Part[]): Prompt =>
  readPrompt({
    system: first ? [block(first)] : [],
    messages: rest.map((part, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content: [block(part)] })),
  });

/** Times between two calls, often just before or at the end of a lifetime. */
const wait = fc.oneof(
  fc.nat({ max: 2 * LIFETIME['1h'] }),
  fc.constantFrom(...Object.values(LIFETIME).flatMap((lifetime) => [lifetime - 1, lifetime])),
);
const text = fc.string({ minLength: 1, maxLength: 200 });
const ttl = fc.constantFrom<Ttl>('5m', '1h');
/** A conversation with at most four cache points, none after one that lasts less. */
const conversation = fc
  .array(fc.record({ text, marked: fc.boolean() }), { minLength: 1, maxLength: 12 })
  .chain((parts) =>
    fc.nat({ max: parts.length }).map((hours): readonly Part[] => {
      let left = 4;
      return parts.map(({ text: words, marked }, index) => {
        if (!marked || left === 0) return { text: words };
        left -= 1;
        return { text: words, ttl: index < hours ? '1h' : '5m' };
      });
    }),
  );
const longEnough = (one: Ttl): Part => ({ text: 'Careful. '.repeat(20), ttl: one });

describe('The prompt cache', () => {
  it('counts each token once: fresh, read or written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(conversation, wait), { minLength: 1, maxLength: 8 }), (calls) => {
        const cache = new PromptCache();
        let now = 0;
        for (const [parts, passed] of calls) {
          now += passed;
          const prompt = promptOf(parts);
          const { input, cacheRead, cacheWrite, cacheWrite1h } = cache.count('model', prompt, RULES, now);
          assert.equal(input + cacheRead + cacheWrite, prompt.tokens);
          assert.ok(input >= 1 && cacheRead >= 0 && cacheWrite1h >= 0 && cacheWrite1h <= cacheWrite);
        }
      }),
    );
  });

  it('reads at the second call all that the first one wrote or read', () => {
    fc.assert(
      fc.property(conversation, fc.nat({ max: LIFETIME['5m'] - 1 }), (parts, passed) => {
        const cache = new PromptCache();
        const prompt = promptOf(parts);
        const first = cache.count('model', prompt, RULES, 0);
        const second = cache.count('model', prompt, RULES, passed);
        assert.equal(first.cacheRead, 0);
        assert.deepEqual(second, { ...first, cacheRead: first.cacheWrite, cacheWrite: 0, cacheWrite1h: 0 });
      }),
    );
  });

  it('reads what was cached when the conversation has grown, with its cache point moved to the end', () => {
    fc.assert(
      fc.property(ttl, fc.array(text, { minLength: 1, maxLength: 20 }), (lifetime, later) => {
        const cache = new PromptCache();
        const start = longEnough(lifetime);
        const first = cache.count('model', promptOf([start]), RULES, 0);
        const grown = [{ text: start.text }, ...later.map((words): Part => ({ text: words }))];
        const last = grown.pop();
        const prompt = promptOf([...grown, { text: last?.text ?? '', ttl: lifetime }]);
        const second = cache.count('model', prompt, RULES, 1);
        assert.equal(second.cacheRead, first.cacheWrite);
        assert.equal(second.input, 1);
      }),
    );
  });

  it('searches twenty blocks before a cache point and no further', () => {
    for (const [between, found] of [
      [19, true],
      [20, false],
    ] as const) {
      const cache = new PromptCache();
      const start = longEnough('5m');
      cache.count('model', promptOf([start]), RULES, 0);
      const grown = [
        { text: start.text },
        ...Array.from({ length: between }, (): Part => ({ text: 'And?' })),
        { text: 'End.', ttl: '5m' as const },
      ];
      assert.equal(cache.count('model', promptOf(grown), RULES, 0).cacheRead > 0, found, `${between} blocks between`);
    }
  });

  it('never reads after the lifetime, which each use begins anew', () => {
    fc.assert(
      fc.property(ttl, fc.array(wait, { maxLength: 10 }), (lifetime, waits) => {
        const cache = new PromptCache();
        const prompt = promptOf([longEnough(lifetime)]);
        let now = 0;
        assert.equal(cache.count('model', prompt, RULES, now).cacheRead, 0);
        for (const passed of waits) {
          now += passed;
          const { cacheRead, cacheWrite, cacheWrite1h } = cache.count('model', prompt, RULES, now);
          assert.equal(cacheRead > 0, passed < LIFETIME[lifetime], `after ${passed} ms`);
          assert.equal(cacheWrite > 0, passed >= LIFETIME[lifetime]);
          assert.equal(cacheWrite1h, lifetime === '1h' ? cacheWrite : 0);
        }
      }),
    );
  });

  it('reads nothing where anything before the cache point differs, or the scope', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        fc.pre(one !== other);
        const cache = new PromptCache();
        const prompt = (words: string): Prompt => promptOf([{ text: words }, longEnough('5m')]);
        cache.count('us-east-1 model', prompt(one), RULES, 0);
        assert.equal(cache.count('us-east-1 model', prompt(other), RULES, 0).cacheRead, 0);
        assert.equal(cache.count('us-west-2 model', prompt(one), RULES, 0).cacheRead, 0);
        assert.ok(cache.count('us-east-1 model', prompt(one), RULES, 0).cacheRead > 0);
      }),
    );
  });

  it('caches nothing that is shorter than the minimum, without an error', () => {
    const cache = new PromptCache();
    const prompt = promptOf([{ text: 'x'.repeat(4 * RULES.minimum - 1), ttl: '5m' }]);
    for (let call = 0; call < 2; call += 1) {
      const { input, cacheRead, cacheWrite } = cache.count('model', prompt, RULES, 0);
      assert.deepEqual([input, cacheRead, cacheWrite], [prompt.tokens, 0, 0]);
    }
    const enough = promptOf([{ text: 'x'.repeat(4 * RULES.minimum), ttl: '5m' }]);
    assert.equal(cache.count('model', enough, RULES, 0).cacheWrite, RULES.minimum);
  });

  it('tells what is written for an hour from what is written for five minutes', () => {
    const cache = new PromptCache();
    const prompt = promptOf([
      { text: 'x'.repeat(400), ttl: '1h' },
      { text: 'y'.repeat(396), ttl: '5m' },
      { text: 'z'.repeat(40) },
    ]);
    const counted = cache.count('model', prompt, RULES, 0);
    // The roles of the messages are four and nine characters.
    assert.deepEqual(counted, { input: 13, cacheRead: 0, cacheWrite: 200, cacheWrite1h: 100 });
    assert.deepEqual(cache.count('model', prompt, RULES, 10 * MINUTE), {
      ...counted,
      cacheRead: 100,
      cacheWrite: 100,
      cacheWrite1h: 0,
    });
  });
});
