import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Agent } from '../../../src/agents/agent';
import { aider } from '../../../src/agents/adapters/aider';
import { applyPlan } from '../../../src/agents/changes/apply';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { continueAgent } from '../../../src/agents/adapters/continue/continue';
import { kilo } from '../../../src/agents/adapters/openCode/openCode';
import { planUndo } from '../../../src/agents/changes/planUndo';
import { runsOf } from '../../host/matrix';
import { JANE, JANE_SMALL, Machine, ONE, SET } from './machine';
import type { Json } from '../../../src/agents/documents/document';

const CONF = 'home/.aider.conf.yml';
const CONFIG = 'home/.continue/config.yaml';

type Fields = Readonly<Record<string, Json>>;

describe('undoing a change of a file that its user has edited since', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  /** Sets an agent, lets its user edit the file, and undoes. Returns what could not be restored. */
  async function undone(
    agent: Agent,
    file: string,
    edit: (text: string) => string,
    set = ONE,
  ): Promise<readonly string[]> {
    const plan = await agent.plan(set, machine.host());
    const receipt = await applyPlan(plan, machine.clock);
    machine.write(file, edit(machine.read(file)));
    const back = await planUndo(receipt, plan, agent);
    await applyPlan(back, machine.clock);
    return back.notRestored;
  }

  it('removes Aider’s lines from the list by their names and leaves those that were added behind them', async () => {
    machine.write(CONF, 'set-env:\n  - A=1\n  - OPENAI_API_KEY=hush # mine\n');
    const left = await undone(aider, CONF, (text) =>
      text.replace(/ {2}- AWS_PROFILE=.*\n/, '$&  - GROQ_API_KEY=a\n  - DEEPSEEK_API_KEY=b\n'),
    );
    assert.deepEqual(left, []);
    assert.equal(
      machine.read(CONF),
      'set-env:\n  - A=1\n  - OPENAI_API_KEY=hush # mine\n  - GROQ_API_KEY=a\n  - DEEPSEEK_API_KEY=b\n',
    );
  });

  it('finds Aider’s line at its new position, and restores the earlier one there', async () => {
    machine.write(CONF, 'set-env:\n  - A=1\n  - AWS_PROFILE=old\n');
    assert.deepEqual(await undone(aider, CONF, (text) => text.replace('set-env:\n', 'set-env:\n  - Z=0\n')), []);
    assert.deepEqual(parse(machine.read(CONF)), { 'set-env': ['Z=0', 'A=1', 'AWS_PROFILE=old'] });
  });

  it('removes Continue’s entries from the list wherever they are', async () => {
    machine.write(CONFIG, 'name: x\nmodels:\n  - name: a\n    provider: openai\n');
    const edit = (text: string): string =>
      `${text.replace('models:\n', 'models:\n  - name: above\n    provider: ollama\n')}  - name: below\n    provider: ollama\n`;
    assert.deepEqual(await undone(continueAgent, CONFIG, edit, SET), []);
    assert.equal(
      machine.read(CONFIG),
      'name: x\nmodels:\n  - name: above\n    provider: ollama\n  - name: a\n    provider: openai\n  - name: below\n    provider: ollama\n',
    );
  });

  it('keeps the keys that Continue requires when the user has added a model to the file', async () => {
    assert.deepEqual(
      await undone(continueAgent, CONFIG, (text) => `${text}  - name: mine\n    provider: ollama\n`),
      [],
    );
    assert.deepEqual(parse(machine.read(CONFIG)), {
      name: 'Local Config',
      version: '1.0.0',
      schema: 'v1',
      models: [{ name: 'mine', provider: 'ollama' }],
    });
  });

  it('reports which values could not be restored', async () => {
    machine.write(CONF, 'model: gpt\nset-env:\n  - AWS_PROFILE=old\n');
    const changed = (text: string): string =>
      text.replace('AWS_PROFILE=dev', 'AWS_PROFILE=other').replace(/^weak-model: .*$/m, 'weak-model: mini');
    assert.deepEqual(await undone(aider, CONF, changed), ['set-env.AWS_PROFILE', 'weak-model']);
    assert.deepEqual(parse(machine.read(CONF)), {
      model: 'gpt',
      'set-env': ['AWS_PROFILE=other'],
      'weak-model': 'mini',
    });
    const again = machine.read(CONF);
    const entry = await undone(continueAgent, CONFIG, (text) => text.replace('region: eu-west-1', 'region: eu-west-3'));
    assert.deepEqual(entry, ['models."Claude Sonnet 4.6 (profile)"']);
    assert.match(machine.read(CONFIG), /region: eu-west-3/);
    assert.equal(machine.read(CONF), again);
  });

  it('does not report what the user has restored or removed', async () => {
    machine.write(CONF, 'model: gpt\nset-env:\n  - AWS_PROFILE=old\n');
    const edit = (text: string): string =>
      text.replace('AWS_PROFILE=dev', 'AWS_PROFILE=old').replace(/^editor-model: .*\n/m, '') + 'dark-mode: true\n';
    assert.deepEqual(await undone(aider, CONF, edit), []);
    assert.deepEqual(parse(machine.read(CONF)), { model: 'gpt', 'set-env': ['AWS_PROFILE=old'], 'dark-mode': true });
  });

  /** What a user does to a list: things added anywhere, own ones taken out, all of it in another order. */
  const handiwork = fc.record({
    added: fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 10, max: 30 })), { maxLength: 4 }),
    removed: fc.array(fc.nat(9), { maxLength: 3 }),
    order: fc.option(fc.infiniteStream(fc.nat(99))),
  });
  type Handiwork = typeof handiwork extends fc.Arbitrary<infer T> ? T : never;

  function worked<T>(list: readonly T[], { added, removed, order }: Handiwork, make: (id: number) => T): T[] {
    const items = list.filter((_, index) => !removed.includes(index));
    for (const [at, id] of added) items.splice(Math.min(at, items.length), 0, make(id));
    if (order === null) return items;
    const ranks = items.map((item) => ({ item, rank: Number(order.next().value) }));
    return ranks.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  }

  it('holds for any list of Aider’s', async () => {
    const old = fc.subarray(['A=1', 'OPENAI_API_KEY=x', 'AWS_REGION=us-east-1', 'AWS_PROFILE=old', 'B=2']);
    await fc.assert(
      fc.asyncProperty(old, fc.boolean(), handiwork, async (before, flow, work) => {
        machine.write(CONF, flow ? `set-env: [${before.join(', ')}]\n` : stringify({ 'set-env': before }));
        let lines: readonly string[] = [];
        const left = await undone(aider, CONF, (text) => {
          const value = parse(text) as { 'set-env': string[] };
          lines = worked(value['set-env'], work, (id) => `MINE_${id}=${id}`);
          return stringify({ ...value, 'set-env': lines });
        });
        const ours = ['AWS_REGION=eu-west-1', 'AWS_REGION_NAME=eu-west-1', 'AWS_PROFILE=dev'];
        const nameOf = (line: string): string => line.slice(0, line.indexOf('='));
        const was = (line: string) => before.find((one) => nameOf(one) === nameOf(line));
        const expected = lines.flatMap((line) => (ours.includes(line) ? (was(line) ?? []) : line));
        assert.deepEqual((parse(machine.read(CONF)) as Fields)['set-env'], expected);
        const gone = ours.filter((line) => was(line) !== undefined && !lines.includes(line));
        assert.deepEqual(
          left,
          before
            .filter((line) => gone.some((one) => nameOf(one) === nameOf(line)))
            .map((line) => `set-env.${nameOf(line)}`),
        );
      }),
      { numRuns: runsOf(100) },
    );
  });

  it('holds for any list of Continue’s', async () => {
    const entry = (id: number): Fields => ({ name: `m${id}`, provider: 'openai', model: `gpt-${id % 3}`, apiKey: 'x' });
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.boolean(), handiwork, async (count, several, work) => {
        machine.write(CONFIG, stringify({ name: 'x', models: Array.from({ length: count }, (_, id) => entry(id)) }));
        let models: readonly Fields[] = [];
        const left = await undone(
          continueAgent,
          CONFIG,
          (text) => {
            const value = parse(text) as { models: Fields[] };
            models = worked(value.models, work, entry).map((one, at) =>
              one.provider === 'openai' && at % 2 === 0 ? { ...one, roles: ['rerank'] } : one,
            );
            return stringify({ ...value, models, mine: true });
          },
          several ? SET : ONE,
        );
        assert.deepEqual(left, []);
        assert.deepEqual(parse(machine.read(CONFIG)), {
          name: 'x',
          models: models.filter(({ provider }) => provider === 'openai'),
          mine: true,
        });
      }),
      { numRuns: runsOf(100) },
    );
  });

  const leavesOf = (value: Json, path = ''): readonly string[] =>
    typeof value !== 'object' || value === null
      ? [`${path}=${JSON.stringify(value)}`]
      : Object.entries(value).flatMap(([key, item]: [string, Json]) => leavesOf(item, `${path}/${key}`));

  for (const [agent, file] of [
    [claudeCode, 'home/.claude/settings.json'],
    [kilo, 'home/.config/kilo/kilo.json'],
  ] as const) {
    it(`holds for keys that were added anywhere in the file of ${agent.name}`, async () => {
      const before = { theme: 'x', env: { A: '1', AWS_REGION: 'us-east-1' }, provider: { other: { name: 'o' } } };
      await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.infiniteStream(fc.nat(3)), async (isNew, dice) => {
          if (!isNew) machine.write(file, before);
          const added: string[] = [];
          const grown = (value: Json, path: string): Json => {
            if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
            const entries = Object.entries(value).map(([key, item]: [string, Json]) => [
              key,
              grown(item, `${path}/${key}`),
            ]);
            if (dice.next().value !== 0) return Object.fromEntries(entries) as Json;
            added.push(`${path}/mine="kept"`);
            return Object.fromEntries([...entries, ['mine', 'kept']]) as Json;
          };
          const edit = (text: string): string =>
            JSON.stringify({ ...(grown(JSON.parse(text) as Json, '') as Fields), last: 1 });
          assert.deepEqual(await undone(agent, file, edit), []);
          const expected = [...(isNew ? [] : leavesOf(before)), ...added, '/last=1'];
          assert.deepEqual([...leavesOf(machine.json(file) as Json)].sort(), expected.sort());
          assert.doesNotMatch(machine.read(file), new RegExp(`${JANE}"|${JANE_SMALL}"`));
          machine.remove();
          machine = new Machine();
        }),
        { numRuns: runsOf(50) },
      );
    });
  }
});
