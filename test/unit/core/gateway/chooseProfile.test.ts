import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseProfile, type CallRules, type ProfileChoice } from '../../../../src/core/gateway/chooseProfile';
import { parseModelReference } from '../../../../src/core/gateway/modelReference';
import { accountId, region } from '../../../../src/core/ids';
import { DEFAULT_OWNER_KEYS, isMine, type CopySource, type Profile } from '../../../../src/core/profiles/profile';
import { HAIKU, modelArns, owned, profileArn, SONNET, source, unreadable } from '../builders';

const EUROPE = ['eu-central-1', 'eu-west-1'];
const place = { account: accountId('111122223333'), region: region('eu-west-1') };
const LOOSE: CallRules = { allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false };

const mine = (
  short: string,
  regions: readonly string[],
  more: Partial<Profile> & { readonly model?: string } = {},
): Profile => owned(short, 'platform', 'jane', { models: modelArns(regions, more.model), ...more });

const inEurope = mine('europe', EUROPE);
const anywhere = mine('global', ['eu-west-1', '']);
const haiku = mine('haiku', EUROPE, { model: HAIKU });
const theirs = owned('theirs', 'platform', 'bob', { models: modelArns(EUROPE) });

interface Situation {
  readonly profiles?: readonly Profile[];
  readonly sources?: readonly CopySource[];
  readonly rules?: Partial<CallRules>;
}

function choose(
  name: string,
  { profiles = [inEurope, haiku, theirs], sources = [], rules = {} }: Situation = {},
): ProfileChoice {
  const reference = parseModelReference(name);
  assert.ok(reference, name);
  const catalog = {
    profiles,
    sources,
    isMine: (profile: Profile) => isMine(profile, DEFAULT_OWNER_KEYS, ['jane']),
  };
  return chooseProfile(reference, { place, catalog, rules: { ...LOOSE, ...rules } });
}

const chosen = (choice: ProfileChoice): string => (choice.kind === 'profile' ? choice.profile.name : choice.kind);
const reasonOf = (choice: ProfileChoice): string => (choice.kind === 'refused' ? choice.reason : chosen(choice));

describe('the profile that pays for a call', () => {
  it('is mine for the model, whatever prefix the agent writes', () => {
    for (const name of [SONNET, `us.${SONNET}`, `eu.${SONNET}`, `global.${SONNET}`, `amer.${SONNET}`])
      assert.equal(chosen(choose(name)), 'europe', name);
    assert.equal(chosen(choose(HAIKU)), 'haiku');
    assert.equal(chosen(choose(`arn:aws:bedrock:eu-west-1::foundation-model/${SONNET}`)), 'europe');
    assert.equal(chosen(choose(`arn:aws:bedrock:eu-west-1:111122223333:inference-profile/us.${SONNET}`)), 'europe');
  });

  it('is the one with the agent’s prefix where several are mine', () => {
    const profiles = [inEurope, { ...anywhere, createdAt: 5 }];
    assert.equal(chosen(choose(`eu.${SONNET}`, { profiles })), 'europe');
    assert.equal(chosen(choose(`global.${SONNET}`, { profiles })), 'global');
  });

  it('is the newest where the prefix does not decide, in whatever order they are listed', () => {
    const older = { ...inEurope, name: 'older', createdAt: 1 };
    const newer = { ...anywhere, name: 'newer', createdAt: 2 };
    for (const profiles of [
      [older, newer],
      [newer, older],
    ]) {
      assert.equal(chosen(choose(SONNET, { profiles })), 'newer');
      assert.equal(chosen(choose(`us.${SONNET}`, { profiles })), 'newer');
    }
  });

  it('is never one of another model', () => {
    assert.equal(reasonOf(choose('anthropic.claude-sonnet-4-5')), 'no-profile');
    assert.equal(reasonOf(choose('deepseek.v3.2')), 'no-profile');
    assert.equal(reasonOf(choose(SONNET, { profiles: [haiku] })), 'no-profile');
  });

  it('is never somebody else’s, nor one whose tags cannot be read', () => {
    assert.equal(reasonOf(choose(SONNET, { profiles: [theirs, unreadable('dark')] })), 'no-profile');
    assert.equal(reasonOf(choose(theirs.arn)), 'not-mine');
    assert.equal(chosen(choose(theirs.arn, { rules: { othersProfiles: true } })), 'theirs');
  });

  it('is the one whose ARN or id is named', () => {
    assert.equal(chosen(choose(inEurope.arn)), 'europe');
    assert.equal(chosen(choose(inEurope.id)), 'europe');
    assert.equal(reasonOf(choose(profileArn('nobodysxxxxx'))), 'unknown-profile');
  });

  it('is in the account and the Region that the secret is for', () => {
    for (const arn of [
      inEurope.arn.replace('111122223333', '444455556666'),
      inEurope.arn.replace('eu-west-1', 'eu-central-1'),
      `arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`,
      `arn:aws:bedrock:eu-west-1:444455556666:inference-profile/eu.${SONNET}`,
    ])
      assert.equal(reasonOf(choose(arn, { rules: { othersProfiles: true, passThrough: true } })), 'other-place', arn);
  });

  it('stays within the allowed Regions, by its ARN too', () => {
    const rules = { allowedRegions: ['eu-west-1', 'eu-central-1'] };
    const tagged = { ...inEurope, models: modelArns(['eu-west-1']) };
    assert.equal(chosen(choose(SONNET, { profiles: [anywhere, tagged], rules })), 'europe');
    assert.equal(reasonOf(choose(SONNET, { profiles: [anywhere], rules })), 'residency');
    assert.equal(reasonOf(choose(anywhere.arn, { profiles: [anywhere], rules })), 'residency');
    // AWS publishes more Regions for the prefix than the two that are allowed.
    assert.equal(reasonOf(choose(SONNET, { profiles: [inEurope], rules })), 'residency');
  });

  it('carries the required tags', () => {
    const project = { ...inEurope, name: 'project', tags: { ...inEurope.tags, Project: 'atlas' } };
    const rules = { requiredTags: { Project: ['atlas'] } };
    assert.equal(chosen(choose(SONNET, { profiles: [{ ...inEurope, createdAt: 9 }, project], rules })), 'project');
    assert.equal(reasonOf(choose(SONNET, { profiles: [inEurope], rules })), 'tags');
    assert.equal(reasonOf(choose(inEurope.arn, { profiles: [inEurope], rules })), 'tags');
  });
});

describe('a call that no profile stands for', () => {
  const rules = { passThrough: true };
  const sources = [
    source('eu', EUROPE, HAIKU),
    source('global', ['eu-west-1', ''], HAIKU),
    source('', ['eu-west-1'], HAIKU),
  ];
  const profiles = [inEurope];

  it('is sent on as it was named, only where that is switched on', () => {
    assert.equal(reasonOf(choose(`eu.${HAIKU}`, { profiles, sources })), 'no-profile');
    assert.deepEqual(choose(`eu.${HAIKU}`, { profiles, sources, rules }), {
      kind: 'pass-through',
      target: `eu.${HAIKU}`,
    });
    assert.equal(chosen(choose(SONNET, { profiles, sources, rules })), 'europe');
  });

  it('stays within the allowed Regions', () => {
    const limited = { ...rules, allowedRegions: ['eu-west-1'] };
    assert.equal(chosen(choose(HAIKU, { profiles, sources, rules: limited })), 'pass-through');
    assert.equal(reasonOf(choose(`global.${HAIKU}`, { profiles, sources, rules: limited })), 'residency');
    assert.equal(reasonOf(choose(`eu.${HAIKU}`, { profiles, sources, rules: limited })), 'residency');
    assert.equal(reasonOf(choose('nobody.knows-it', { profiles, sources, rules: limited })), 'residency');
    assert.equal(
      reasonOf(choose(HAIKU, { profiles, sources, rules: { ...rules, allowedRegions: ['eu-central-1'] } })),
      'residency',
    );
  });

  it('may name a kind that profiles cannot be made of', () => {
    const arn = 'arn:aws:bedrock:eu-west-1:111122223333:imported-model/abcdef123456';
    assert.equal(reasonOf(choose(arn)), 'unsupported');
    assert.deepEqual(choose(arn, { rules }), { kind: 'pass-through', target: arn });
    assert.equal(reasonOf(choose(arn, { rules: { ...rules, allowedRegions: ['us-east-1'] } })), 'unsupported');
  });

  it('never widens where data may go, whatever is known', () => {
    const allRegions = ['eu-west-1', 'eu-central-1', 'us-east-1', ''];
    const anyProfile = fc
      .tuple(
        fc.subarray(allRegions, { minLength: 1 }),
        fc.boolean(),
        fc.constantFrom(SONNET, HAIKU),
        fc.integer({ min: 0, max: 3 }),
      )
      .map(([regions, isMine, model, createdAt]) =>
        owned(`p${createdAt}`, 'platform', isMine ? 'jane' : 'bob', { models: modelArns(regions, model), createdAt }),
      );
    const prefix = fc.constantFrom('', 'us.', 'eu.', 'global.');
    fc.assert(
      fc.property(fc.array(anyProfile), prefix, fc.boolean(), (known, geo, passes) => {
        const choice = choose(geo + SONNET, {
          profiles: known,
          sources: [source('eu', EUROPE), source('global', ['']), source('', ['eu-west-1'])],
          rules: { allowedRegions: ['eu-west-1'], passThrough: passes },
        });
        if (choice.kind === 'profile') assert.deepEqual(choice.profile.models, modelArns(['eu-west-1']));
        if (choice.kind === 'pass-through') assert.equal(choice.target, SONNET);
      }),
    );
  });
});
