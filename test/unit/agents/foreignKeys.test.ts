/** Keys that JavaScript gives a meaning of its own, in files of other programs: each is a key like any other. */

import assert from 'node:assert/strict';
import { aider } from '../../../src/agents/adapters/aider';
import { clineCli } from '../../../src/agents/adapters/cline/clineCli';
import { invalidAt } from '../../../src/agents/adapters/cline/clineProviders';
import { readFileAs } from '../../../src/agents/adapters/common/readLocations';
import { resolve } from '../../../src/agents/adapters/common/references';
import { openCode } from '../../../src/agents/adapters/openCode/openCode';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { applyScheduled } from '../../../src/agents/changes/applyAtStart';
import { planFile } from '../../../src/agents/changes/filePlan';
import { scheduleAtStart } from '../../../src/agents/changes/scheduleAtStart';
import type { Format } from '../../../src/agents/documents/document';
import { driftOf } from '../../../src/agents/drift';
import type { Agent } from '../../../src/agents/agent';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import { owned, SONNET } from '../core/builders';
import { Machine, ONE } from './machine';

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const;

describe('a key that is also a property of every JavaScript object', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
    assert.deepEqual(Object.keys(Object.getPrototypeOf({}) as object), [], 'no object got a key of the file');
    assert.equal(Reflect.get({}, 'apiKey'), undefined);
  });

  const TEXTS: Readonly<Record<Format, (key: string) => string>> = {
    json: (key) => `{"${key}":{"apiKey":"hush"},"a":{"${key}":["hush"]},"model":"old"}`,
    jsonc: (key) =>
      `{ // kept\n  "${key}": { "apiKey": "hush" },\n  "a": { "${key}": ["hush"] },\n  "model": "old",\n}\n`,
    yaml: (key) => `${key}:\n  apiKey: hush # kept\na: { ${key}: [hush] }\nmodel: old\n`,
  };
  for (const format of ['json', 'jsonc', 'yaml'] as const) {
    for (const key of KEYS) {
      it(`is read, kept and set in ${format}: ${key}`, async () => {
        const text = TEXTS[format](key);
        const path = machine.write(`file.${format}`, text);
        const found = await readFileAs('aider', path, format);
        assert.ok(found.kind === 'parsed');
        assert.deepEqual(Object.keys(found.value), [key, 'a', 'model']);
        assert.deepEqual(Object.entries(found.value.a ?? {}), [[key, ['hush']]]);

        const edits = [
          { path: ['model'], value: 'new' },
          { path: [key, 'more'], value: 1 },
          { path: ['b', key], value: 'x' },
        ];
        const file = await planFile(path, format, edits);
        assert.ok(file !== undefined);
        assert.doesNotMatch(JSON.stringify({ ...file, edits: [] }), /hush/);
        const plan = { agent: 'aider', target: ONE, files: [file], warnings: [], needs: [] } as const;
        const receipt = await applyPlan(plan, machine.clock);
        assert.doesNotMatch(JSON.stringify(receipt), /hush/, 'an undo keeps nothing that was not replaced');
        const now = await readFileAs('aider', path, format);
        assert.ok(now.kind === 'parsed');
        assert.deepEqual(Object.keys(now.value).sort(), [key, 'a', 'model', 'b'].sort());
        const [value, added] = [new Map(Object.entries(now.value)).get(key), now.value.b];
        assert.deepEqual(value, { apiKey: 'hush', more: 1 });
        assert.deepEqual(Object.entries(added ?? {}), [[key, 'x']]);
        await undoReceipt(receipt);
        assert.equal(machine.read(`file.${format}`), text);
      });
    }
  }

  it('is a variable of a .env and a section of AWS’s files', async () => {
    for (const key of KEYS) {
      const env = await readFileAs('aider', machine.write('.env', `${key}=1\nexport B=2\n`), 'dotenv');
      assert.deepEqual(env.kind === 'parsed' && Object.entries(env.value), [
        [key, '1'],
        ['B', '2'],
      ]);
      const ini = await readFileAs('aider', machine.write('config', `[profile ${key}]\nregion = eu-west-1\n`), 'ini');
      assert.deepEqual(ini.kind === 'parsed' && Object.entries(ini.value), [[key, { region: 'eu-west-1' }]]);
    }
  });

  it('is neither a variable of the environment nor a model where nothing sets it', async () => {
    for (const key of KEYS) {
      assert.deepEqual(resolve(`{env:${key}}`, 'name', machine.host(process.env)), { reference: `{env:${key}}` });
      machine.write('home/.aider.conf.yml', 'dark-mode: true\n');
      machine.write('home/.env', `${key}=x\n`);
      assert.deepEqual((await aider.read(machine.host())).models, []);
    }
  });

  it('can be the name of an agent with its own model', async () => {
    const jane = owned('jane', 'platform', 'jane.doe');
    const directory = {
      profiles: [jane],
      account: '111122223333',
      regions: ['eu-west-1'],
      keys: DEFAULT_OWNER_KEYS,
      mine: ['jane.doe'],
    };
    for (const key of KEYS) {
      const work = `"agent":{"${key}":{"model":"amazon-bedrock/k"}}`;
      const models = `"models":{"k":{"id":"${jane.arn}"}}`;
      machine.write(
        'home/.config/opencode/opencode.json',
        `{${work},"provider":{"amazon-bedrock":{"options":{"region":"eu-west-1"},${models}}}}`,
      );
      const binding = await openCode.read(machine.host());
      assert.ok(binding.state === 'readable');
      assert.deepEqual(
        binding.roles.map(({ role, model }) => [role, model]),
        [[key, jane.arn]],
      );
      assert.equal(driftOf(binding, directory).worst.kind, 'mine');
      assert.equal(driftOf(binding, directory, { '': jane.arn }).worst.kind, 'mine');
    }
  });

  it('can be a provider in Cline’s file, which is broken by an invalid entry', async () => {
    for (const key of KEYS) {
      const text = `{"version":1,"providers":{"${key}":{"settings":{"provider":1},"updatedAt":"2026-11-01T10:00:00Z"}}}`;
      machine.write('home/.cline/data/settings/providers.json', text);
      assert.equal(invalidAt(JSON.parse(text) as never), `providers.${key}.settings.provider`);
      assert.equal((await clineCli.read(machine.host())).state, 'broken');
    }
  });

  it('is set at the next start as it was planned', async () => {
    for (const key of KEYS) {
      const path = machine.write('state.json', { model: 'old' });
      const file = await planFile(path, 'json', [
        { path: [key, 'a'], value: 1 },
        { path: ['model'], value: 'new' },
      ]);
      assert.ok(file !== undefined);
      const plan = { agent: 'cline', target: ONE, files: [file], warnings: [], needs: [] } as const;
      await scheduleAtStart(plan, machine.root, Date.now());
      assert.ok(applyScheduled(machine.root));
      assert.equal(machine.read('state.json'), `{\n  "model": "new",\n  "${key}": {\n    "a": 1\n  }\n}`);
    }
  });
});

describe('the backup of a changed file', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });

  const kept = async (agent: Agent, path: string, text: string): Promise<string> => {
    machine.write(path, text);
    const receipt = await applyPlan(await agent.plan(ONE, machine.host()), machine.clock);
    await undoReceipt(receipt);
    assert.equal(machine.read(path), text);
    return JSON.stringify(receipt);
  };

  // The shortest difference of these texts takes the key away and adds it again.
  it('holds no value that stays, even where the shortest difference would remove and add it', async () => {
    const path = 'home/.config/kilo/kilo.json';
    const { kilo } = await import('../../../src/agents/adapters/openCode/openCode');
    const text = '{"model":[{"__proto__":[{}],"model":[false]}],"AWS_REGION":{"apiKey":"hush-hush"}}';
    assert.doesNotMatch(await kept(kilo, path, text), /hush/);
  });

  it('holds no value of YAML that stays', async () => {
    const text = `model: [{a: [{}], model: [false]}]\nAWS_REGION: {apiKey: hush-hush} # hush-hush\n${SONNET}: "hush-hush"\n`;
    assert.doesNotMatch(await kept(aider, 'home/.aider.conf.yml', text), /hush/);
  });
});
