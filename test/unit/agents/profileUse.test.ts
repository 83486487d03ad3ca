/** Which agents use a profile through the gateway. */

import assert from 'node:assert/strict';
import { readableBinding, type RoleBinding } from '../../../src/agents/binding';
import { agentsUsing, type GatewayChoice } from '../../../src/agents/profileUse';
import { isMine, type Profile } from '../../../src/core/profiles/profile';
import { HAIKU, modelArns, owned } from '../core/builders';
import { SONNET_46 } from './machine';
import { URL_OF_GATEWAY } from './gatewayRoute';

const jane = owned('jane', 'web', 'jane', { models: modelArns(['eu-west-1'], SONNET_46) });
const earlier = owned('janeold', 'web', 'jane', { models: modelArns(['eu-west-1'], SONNET_46), createdAt: -1 });
const small = owned('janesmall', 'web', 'jane', { models: modelArns(['eu-west-1'], HAIKU) });
const bob = owned('bob', 'web', 'bob', { models: modelArns(['eu-west-1'], SONNET_46), createdAt: 9 });

const RULES = { allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false };
const CHOICE: GatewayChoice = {
  profiles: [jane, earlier, small, bob],
  isMine: (profile) => isMine(profile, { team: 'Team', member: 'MemberName' }, ['jane']),
  rules: RULES,
};

const role = (model: string, more: Partial<RoleBinding> = {}): RoleBinding => ({
  role: 'main',
  model,
  file: 'settings.json',
  keyPath: 'model',
  overrides: [],
  gateway: { url: URL_OF_GATEWAY, hasSecret: true },
  ...more,
});

describe('the agents that use a profile through the gateway', () => {
  const using = (one: RoleBinding, profile: Profile, choice = CHOICE): readonly string[] =>
    agentsUsing(
      [{ name: 'Claude Code', binding: readableBinding('claude-code', [one]), installed: true }],
      profile,
      choice,
    ).using;

  it('are those whose model it would choose the profile for', () => {
    for (const spelling of [SONNET_46, `eu.${SONNET_46}`, `${SONNET_46}[1m]`])
      assert.deepEqual(using(role(spelling), jane), ['Claude Code'], spelling);
    assert.deepEqual(using(role(HAIKU), small), ['Claude Code']);
  });

  it('are not those for whose model it would choose another: of mine, of another owner’s, for another model', () => {
    assert.deepEqual(using(role(SONNET_46), earlier), []);
    assert.deepEqual(using(role(SONNET_46), bob), []);
    assert.deepEqual(using(role(SONNET_46), small), []);
  });

  it('are those of the profile that is left where the rules exclude the other', () => {
    const rules = { ...RULES, requiredTags: { Stage: [] } };
    const tagged = { ...earlier, tags: { ...earlier.tags, Stage: 'x' } };
    assert.deepEqual(using(role(SONNET_46), tagged, { ...CHOICE, profiles: [jane, tagged], rules }), ['Claude Code']);
  });

  it('are not those that call Amazon Bedrock, or another provider, by the model’s name', () => {
    assert.deepEqual(using(role(SONNET_46, { gateway: undefined }), jane), []);
    assert.deepEqual(using(role(SONNET_46, { provider: 'anthropic' }), jane), []);
  });

  it('are those whose file names the model, although a variable names another now', () => {
    const variable = { kind: 'variable', name: 'ANTHROPIC_MODEL', of: 'model', value: HAIKU } as const;
    assert.deepEqual(using(role(SONNET_46, { overrides: [variable] }), jane), ['Claude Code']);
    assert.deepEqual(using(role(SONNET_46, { overrides: [variable] }), small), ['Claude Code']);
  });
});
