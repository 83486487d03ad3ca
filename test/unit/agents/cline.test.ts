import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clineValues } from '../../../src/agents/adapters/cline/clineSettings';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { SOURCE_TAG } from '../../../src/core/profiles/source';
import { HAIKU, modelArns, profile, profileArn, SONNET } from '../core/builders';

const JANE = profileArn('jane00000000');
const JOHN = profileArn('john00000000');
const bedrock = (act: string, plan: string) => ({
  actModeApiProvider: 'bedrock',
  actModeApiModelId: act,
  planModeApiProvider: 'bedrock',
  planModeApiModelId: plan,
  actModeAwsBedrockCustomSelected: true,
  planModeAwsBedrockCustomSelected: true,
});

describe('what Cline is set to', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'bedrock-tally-cline-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  /** Writes Cline's state below the scratch home, as Cline keeps it. */
  function state(content: unknown, folder = '.cline/data'): void {
    const file = join(home, folder, 'globalState.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  const models = async (env: Readonly<Record<string, string>> = {}) =>
    (await cline.read({ home, env, platform: 'linux', now: () => 0 })).models;

  it('is read from its folder in the home', async () => {
    state({ ...bedrock(JANE, JANE), mode: 'act' });
    assert.deepEqual(await models(), [JANE]);
  });

  it('may be different for acting and planning', async () => {
    state(bedrock(JANE, JOHN));
    assert.deepEqual(await models(), [JANE, JOHN]);
    state({ ...bedrock(JANE, JOHN), actModeApiProvider: 'anthropic' });
    assert.deepEqual(await models(), [JOHN], 'one of them on another provider');
  });

  it('is read from CLINE_DIR instead of the home', async () => {
    state(bedrock(JANE, JANE));
    state(bedrock(JOHN, JOHN), 'elsewhere/data');
    assert.deepEqual(await models({ CLINE_DIR: join(home, 'elsewhere') }), [JOHN]);
    assert.deepEqual(await models({ CLINE_DIR: '' }), [JANE], 'an empty variable is none');
  });

  it('is read in both folders where CLINE_DATA_DIR sets another for the newer bundle', async () => {
    state(bedrock(JANE, JANE));
    state(bedrock(JOHN, JOHN), 'next');
    assert.deepEqual(await models({ CLINE_DATA_DIR: join(home, 'next') }), [JOHN, JANE]);
    assert.deepEqual(await models({ CLINE_DATA_DIR: join(home, 'next'), CLINE_DIR: join(home, 'none') }), [JOHN]);
    assert.deepEqual(await models({ CLINE_DATA_DIR: join(home, 'missing') }), [JANE]);
  });

  it('is no profile with another provider or no model', async () => {
    const isOurs = async (): Promise<boolean> => (await models()).some((model) => model === JANE);
    state({ ...bedrock(JANE, JANE), actModeApiProvider: 'anthropic', planModeApiProvider: 'openrouter' });
    assert.equal(await isOurs(), false);
    state(bedrock('', ''));
    assert.equal(await isOurs(), false);
    state({ actModeApiModelId: JANE, planModeApiModelId: JANE });
    assert.equal(await isOurs(), false);
    state({ ...bedrock(JANE, JANE), actModeApiModelId: 7, planModeApiModelId: { arn: JANE } });
    assert.equal(await isOurs(), false);
  });

  it('is not known, without an error, where the file is missing or broken', async () => {
    assert.deepEqual(await models(), [], 'no such folder');
    for (const broken of ['', '{', '{"actModeApiProvider":"bedrock",', 'null', '[]', '"bedrock"', '\u0000']) {
      state(broken);
      assert.deepEqual(await models(), [], JSON.stringify(broken));
    }
    rmSync(join(home, '.cline/data/globalState.json'));
    mkdirSync(join(home, '.cline/data/globalState.json'));
    assert.deepEqual(await models(), [], 'a folder in its place');
  });
});

describe('the values to enter in Cline', () => {
  it('are the ARN, its own Region, and the model without a geographic prefix', () => {
    const jane = profile('jane', { [SOURCE_TAG]: `eu.${SONNET}` });
    assert.deepEqual(clineValues(jane), {
      provider: 'Bedrock',
      region: 'eu-west-1',
      model: 'Custom',
      arn: JANE,
      baseModel: SONNET,
    });
  });

  it('do not depend on the source tag', () => {
    assert.equal(clineValues(profile('jane')).baseModel, SONNET);
    assert.equal(clineValues(profile('jane', { [SOURCE_TAG]: `us.${HAIKU}` })).baseModel, SONNET);
    assert.equal(clineValues(profile('jane', {}, { models: modelArns(['']) })).baseModel, SONNET);
  });

  it('name no base model where the profile has several', () => {
    const both = [...modelArns(['eu-west-1']), ...modelArns(['eu-west-1'], HAIKU)];
    assert.equal(clineValues(profile('jane', {}, { models: both })).baseModel, '');
  });
});
