import assert from 'node:assert/strict';
import { arn, modelId } from '../../../../src/core/ids';
import { splitGeo } from '../../../../src/core/profiles/models';
import { DEFAULT_OWNER_KEYS, type CopySource, type Profile } from '../../../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../../../src/core/profiles/source';
import { DEFAULT_TEMPLATES } from '../../../../src/core/profiles/createPlan';
import {
  canHaveSet,
  chosenProfiles,
  extraRoles,
  mainModel,
  onlyOwnRoles,
  proposedSet,
  isSuitable,
  plansToCreate,
  withSource,
  type ProfileSetContext,
} from '../../../../src/features/agents/profileSet';
import { limitsOf, namesOf, targetOf } from '../../../../src/agents/targetOfProfiles';
import { owned } from '../../core/builders';

const REGIONS = ['us-east-1', 'us-west-2'];
const source = (id: string, regions = REGIONS, retired = false): CopySource => {
  const { model } = splitGeo(id);
  return {
    kind: 'system-profile',
    arn: arn(`arn:aws:bedrock:us-east-1:111122223333:inference-profile/${id}`),
    id,
    model: modelId(model),
    name: id,
    models: regions.map((region) => arn(`arn:aws:bedrock:${region}::foundation-model/${model}`)),
    retired,
  };
};

const SONNET = source('us.anthropic.claude-sonnet-4-6');
const HAIKU = source('us.anthropic.claude-haiku-4-5-20251001-v1:0');
const OLD_HAIKU = source('us.anthropic.claude-3-haiku-20240307-v1:0');
const GLOBAL_HAIKU = source('global.anthropic.claude-haiku-4-5-20251001-v1:0', ['']);
const OPUS = source('us.anthropic.claude-opus-4-7');
const GONE_OPUS = source('us.anthropic.claude-opus-4-8', REGIONS, true);
const SOURCES = [GLOBAL_HAIKU, OLD_HAIKU, OPUS, GONE_OPUS, HAIKU, SONNET];

const of = (from: CopySource, name: string, member = 'jane.doe'): Profile =>
  owned(name, 'platform', member, {
    name,
    models: from.models,
    tags: { Team: 'platform', MemberName: member, Project: 'orchard', [SOURCE_TAG]: from.id },
  });

const MAIN = of(SONNET, 'platform-jane-sonnet');
const context = (profiles: readonly Profile[], more: Partial<ProfileSetContext> = {}): ProfileSetContext => ({
  profiles,
  keys: DEFAULT_OWNER_KEYS,
  mine: ['jane.doe'],
  templates: DEFAULT_TEMPLATES,
  requiredTags: {},
  allowedRegions: [],
  outside: 'warn',
  ...more,
});

describe('a profile set', () => {
  it('has a model for planning in Claude Code only where it would plan with it: Opus beside Sonnet', () => {
    const opus = of(OPUS, 'platform-jane-opus');
    assert.deepEqual(extraRoles('claude-code', MAIN), ['small', 'plan']);
    assert.deepEqual(extraRoles('claude-code', opus), ['small']);
    assert.deepEqual(extraRoles('opencode', opus), ['small', 'plan']);
    assert.equal(proposedSet('claude-code', opus, SOURCES, context([opus])).plan, undefined);
    assert.deepEqual(
      SOURCES.filter((one) => isSuitable('claude-code', 'plan', one)).map(({ id }) => id),
      [OPUS.id, GONE_OPUS.id],
    );
    assert.ok(SOURCES.every((one) => isSuitable('cline', 'plan', one) && isSuitable('claude-code', 'small', one)));
  });

  it('has a Haiku for background calls and an Opus for planning, of the main profile’s inference type', () => {
    const parts = proposedSet('claude-code', MAIN, SOURCES, context([MAIN]));
    assert.deepEqual(
      plansToCreate(parts).map((plan) => plan.source.id),
      [HAIKU.id, OPUS.id],
    );
  });

  it('is of the same owner and carries the same tags', () => {
    const [plan] = plansToCreate(proposedSet('continue', MAIN, SOURCES, context([MAIN])));
    assert.deepEqual(plan?.tags, {
      Project: 'orchard',
      Team: 'platform',
      MemberName: 'jane.doe',
      [SOURCE_TAG]: HAIKU.id,
    });
  });

  it('reuses its owner’s profiles, and no others', () => {
    const mine = of(HAIKU, 'mine');
    const theirs = of(OPUS, 'theirs', 'john');
    const parts = proposedSet('claude-code', MAIN, SOURCES, context([MAIN, mine, theirs]));
    assert.deepEqual(parts.small, { kind: 'reuse', profile: mine });
    assert.equal(parts.plan?.kind, 'create');
  });

  it('creates one profile where two kinds of work use one model, under an unused name', () => {
    const set = context([MAIN, of(SONNET, 'platform-jane-doe-claude-haiku-4-5', 'john')]);
    const first = withSource({}, 'small', HAIKU, MAIN, set);
    const both = withSource(first, 'plan', HAIKU, MAIN, set);
    assert.deepEqual(
      plansToCreate(both).map(({ name }) => name),
      ['platform-jane-doe-claude-haiku-4-5-2'],
    );
    const made = of(HAIKU, 'made');
    const chosen = chosenProfiles(MAIN, both, new Map([['platform-jane-doe-claude-haiku-4-5-2', made]]));
    assert.equal(chosen.small, made);
    assert.equal(chosen.plan, made);
    assert.equal(namesOf(chosen), 'platform-jane-sonnet, made');
  });

  it('may have another model for the main work, and keeps the first profile where a kind of work still uses it', () => {
    const set = context([MAIN]);
    const other = withSource({}, 'main', OPUS, MAIN, set);
    assert.equal(mainModel(other, MAIN), OPUS.model);
    const both = withSource(other, 'small', SONNET, MAIN, set);
    assert.deepEqual(both.small, { kind: 'reuse', profile: MAIN });
    const made = of(OPUS, 'made');
    const [plan] = plansToCreate(both);
    const chosen = chosenProfiles(MAIN, both, new Map([[plan?.name ?? '', made]]));
    assert.deepEqual([chosen.main, chosen.small], [made, MAIN]);
    assert.deepEqual(withSource(both, 'main', SONNET, MAIN, set).main, { kind: 'main' });
  });

  it('drops kinds of work that the agent does not have with another model', () => {
    const parts = proposedSet('claude-code', MAIN, SOURCES, context([MAIN]));
    assert.ok(parts.plan);
    const opus = onlyOwnRoles('claude-code', withSource(parts, 'main', OPUS, MAIN, context([MAIN])), MAIN);
    assert.equal(opus.plan, undefined);
    assert.equal(opus.small, parts.small);
  });

  it('stays within the allowed Regions where others are blocked', () => {
    const set = context([MAIN], { allowedRegions: ['us-east-1'], outside: 'block' });
    assert.deepEqual(plansToCreate(proposedSet('claude-code', MAIN, SOURCES, set)), []);
  });

  it('is not offered without an owner, or where a required tag is missing', () => {
    assert.equal(canHaveSet(MAIN, context([])), true);
    assert.equal(canHaveSet({ ...MAIN, tags: {} }, context([])), false);
    assert.equal(canHaveSet(MAIN, context([], { requiredTags: { CostCenter: [] } })), false);
    assert.equal(canHaveSet(MAIN, context([], { requiredTags: { Project: ['orchard'] } })), true);
  });

  it('becomes a target with the Region of its ARNs and limits that are known', () => {
    const { roles } = targetOf({ main: MAIN, small: of(HAIKU, 'small') }, { awsProfile: 'dev' }, undefined);
    assert.deepEqual(roles.main, {
      arn: MAIN.arn,
      model: 'anthropic.claude-sonnet-4-6',
      region: 'eu-west-1',
      awsProfile: 'dev',
      limits: { context: 200_000, output: 64_000 },
    });
    assert.equal(roles.plan, undefined);
    assert.deepEqual(limitsOf('anthropic.claude-opus-4-1-20250805-v1:0')?.output, 32_000);
    assert.equal(limitsOf('anthropic.claude-3-haiku-20240307-v1:0'), undefined);
    assert.equal(limitsOf('amazon.nova-pro-v1:0'), undefined);
  });
});
