import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DEFAULT_TEMPLATES,
  availableName,
  isResultOf,
  myProfilesFor,
  missingTags,
  planFingerprint,
  planProfile,
  duplicatesOf,
  type ProfileChoice,
  type CreatePlan,
} from '../../../../src/core/profiles/createPlan';
import { DEFAULT_OWNER_KEYS } from '../../../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../../../src/core/profiles/source';
import { acceptsDescription, acceptsName, acceptsTagKey, acceptsTagValue } from '../awsRules';
import { HAIKU, modelArns, owned, profile, SONNET, source, unreadable } from '../builders';

const EU = source('eu', ['eu-central-1', 'eu-west-1']);
const NONE = new Set<string>();

const choice = (more: Partial<ProfileChoice> = {}): ProfileChoice => ({
  source: EU,
  team: 'core',
  member: 'jane.doe',
  extraTags: {},
  ...more,
});
const plan = (
  more: Partial<ProfileChoice> = {},
  templates = DEFAULT_TEMPLATES,
  taken: ReadonlySet<string> = NONE,
): CreatePlan => planProfile(choice(more), DEFAULT_OWNER_KEYS, templates, taken);

describe('the plan of a profile', () => {
  it('names team, member and model, and tags owner and source', () => {
    assert.deepEqual(plan({ extraTags: { Project: 'apollo' } }), {
      name: 'core-jane-doe-claude-sonnet-4-5',
      description: undefined,
      source: EU,
      tags: { Project: 'apollo', Team: 'core', MemberName: 'jane.doe', [SOURCE_TAG]: `eu.${SONNET}` },
    });
  });

  it('fills templates with the tier and the extra tags, and what is unknown with nothing', () => {
    const templates = { name: '{Project} {tier} {constructor}{nobody}x', description: 'Made for {member}: {Project}.' };
    const { name, description } = plan({ extraTags: { Project: 'apollo' } }, templates);
    assert.equal(name, 'apollo eu x');
    assert.equal(description, 'Made for jane.doe: apollo.');
    const inRegion = source('', ['eu-west-1']);
    assert.equal(plan({ source: inRegion }, { name: '{tier}', description: '' }).name, 'in-region');
    const global = source('global', ['']);
    assert.equal(plan({ source: global }, { name: '{tier}', description: '' }).name, 'global');
  });

  it('does not fill in what a filled-in value looks like', () => {
    assert.equal(plan({ team: 'a {member} $& b' }, { name: '{team}', description: '' }).name, 'a-member-b');
  });

  it('finds a name where the template leaves none', () => {
    assert.equal(plan({}, { name: '{nothing}', description: '' }).name, 'jane-doe-claude-sonnet-4-5');
    assert.equal(plan({ member: '山田' }, { name: '☃', description: '' }).name, 'claude-sonnet-4-5');
  });

  it('lets no extra tag stand in for the owner or the source', () => {
    const { tags } = plan({ extraTags: { Team: 'other', MemberName: 'x', [SOURCE_TAG]: 'x' } });
    assert.deepEqual(tags, { Team: 'core', MemberName: 'jane.doe', [SOURCE_TAG]: `eu.${SONNET}` });
  });

  it('is accepted by AWS, whatever was chosen', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constantFrom('山田 太郎', 'jane.doe', "O'Brien", 'a--b', 'x'.repeat(70), '', '😀'),
    );
    const templates = fc.record({
      name: fc.oneof(text, fc.constantFrom('{team}-{member}-{model}', '{member}--{tier}', '{toString}', '{{team}}')),
      description: fc.oneof(text, fc.constantFrom('{team}: {member}.', '')),
    });
    const extraTags = fc.dictionary(fc.oneof(text, fc.constantFrom('Team', 'aws:x', 'Project')), text, { maxKeys: 60 });
    const sources = fc.constantFrom(EU, source('global', ['']), source('', ['eu-west-1']), source('eu', [], '.'));
    const taken = fc.constantFrom(NONE, new Set(['bedrock-tally']));
    fc.assert(
      fc.property(text, text, extraTags, templates, sources, taken, (team, member, extra, template, from, names) => {
        const made = plan({ team, member, extraTags: extra, source: from }, template, names);
        assert.ok(acceptsName(made.name), made.name);
        assert.ok(!names.has(made.name));
        assert.ok(made.description === undefined || acceptsDescription(made.description), made.description);
        const entries = Object.entries(made.tags);
        assert.ok(entries.length <= 50);
        for (const [key, value] of entries) assert.ok(acceptsTagKey(key) && acceptsTagValue(value), `${key}=${value}`);
        assert.equal(made.tags[SOURCE_TAG], from.id);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the owner and the source when there are more than fifty tags', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 'v']));
    const { tags } = plan({ extraTags: { Team: 'other', ...many } });
    assert.equal(Object.keys(tags).length, 50);
    assert.deepEqual([tags.Team, tags.MemberName, tags[SOURCE_TAG]], ['core', 'jane.doe', EU.id]);
  });
});

describe('a free name', () => {
  it('is the wanted one, or the next number after it', () => {
    assert.equal(availableName('jane', NONE), 'jane');
    assert.equal(availableName('jane', new Set(['jane'])), 'jane-2');
    assert.equal(availableName('jane', new Set(['jane', 'jane-2', 'jane-3'])), 'jane-4');
    assert.equal(availableName('jane-', new Set(['jane-'])), 'jane-2');
  });

  it('is legal and free however long the wanted one is and however many are taken', () => {
    const wanted = fc.stringMatching(/^[a-z]{1,40}( [a-z]{1,22})?-?$/).filter(acceptsName);
    fc.assert(
      fc.property(wanted, fc.integer({ min: 1, max: 120 }), (name, others) => {
        const taken = new Set<string>();
        for (let count = 0; count < others; count += 1) {
          const next = availableName(name, taken);
          assert.ok(acceptsName(next) && !taken.has(next), next);
          taken.add(next);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('twins', () => {
  const tags = { Team: 'core', MemberName: 'jane.doe' };
  const tagged = profile('tagged', { ...tags, [SOURCE_TAG]: EU.id });
  const inferred = profile('inferred', tags);
  const keys = DEFAULT_OWNER_KEYS;

  it('are the same member’s profiles from the same source, by tag or by the same model ARNs', () => {
    assert.deepEqual(duplicatesOf([tagged, inferred], choice(), keys), [tagged, inferred]);
    const turned = { ...inferred, models: [...inferred.models].reverse() };
    assert.deepEqual(duplicatesOf([turned], choice(), keys), [turned]);
  });

  it('are not another member’s, another team’s, another model’s or tier’s, nor of unknown owners', () => {
    const others = [
      owned('a', 'core', 'john'),
      owned('b', 'other', 'jane.doe'),
      owned('c', 'core', 'Jane.Doe'),
      owned('d', 'core', 'jane.doe', { models: modelArns(['eu-central-1', 'eu-west-1'], HAIKU) }),
      owned('e', 'core', 'jane.doe', { models: modelArns(['']) }),
      owned('f', 'core', 'jane.doe', { models: modelArns(['eu-west-1']) }),
      unreadable('g'),
    ];
    assert.deepEqual(duplicatesOf(others, choice(), keys), []);
  });

  it('of mine are found whatever team they were made for and however my name is spelled', () => {
    const moved = owned('moved', 'former', 'Jane.Doe');
    const others = owned('others', 'core', 'john');
    assert.deepEqual(myProfilesFor([others, moved, tagged], EU, keys, ['jane.doe']), [moved, tagged]);
    assert.deepEqual(myProfilesFor([moved], source('', ['eu-west-1']), keys, ['jane.doe']), []);
  });
});

describe('the fingerprint that makes sending twice harmless', () => {
  const base = plan({ extraTags: { Project: 'apollo', Env: 'dev' } });
  const of = (more: Partial<CreatePlan> = {}, account = '1', region = 'eu-west-1', attempt = 0): string =>
    planFingerprint({ ...base, ...more }, account, region, attempt);

  it('does not depend on the order of the tags', () => {
    const entries = Object.entries(base.tags);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        assert.equal(of({ tags: Object.fromEntries(shuffled) }), of());
      }),
    );
  });

  it('differs when anything that is sent differs', () => {
    const all = [
      of(),
      of({ name: 'other' }),
      of({ description: 'other' }),
      of({ source: source('global', ['']) }),
      of({ tags: { ...base.tags, Env: 'prod' } }),
      of({ tags: { ...base.tags, More: '' } }),
      of({ tags: { ...base.tags, Env: 'dev,Project' } }),
      of({}, '2'),
      of({}, '1', 'eu-west-2'),
      of({}, '1', 'eu-west-1', 1),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('differs for any two sets of tags that differ', () => {
    const tags = fc.dictionary(fc.stringMatching(/^[a-c=,]{1,3}$/), fc.stringMatching(/^[a-c=,]{0,3}$/), {
      maxKeys: 4,
    });
    const sorted = (set: Readonly<Record<string, string>>): string =>
      JSON.stringify(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)));
    fc.assert(
      fc.property(tags, tags, (one, other) => {
        assert.equal(of({ tags: one }) === of({ tags: other }), sorted(one) === sorted(other));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the result of a lost answer', () => {
  it('is known by its name and all of the plan’s tags', () => {
    const wanted = plan();
    const made = profile('x', { ...wanted.tags, Added: 'later' }, { name: wanted.name });
    assert.equal(isResultOf(made, wanted), true);
    assert.equal(isResultOf({ ...made, name: 'other' }, wanted), false);
    assert.equal(isResultOf({ ...made, tags: { ...wanted.tags, Team: 'other' } }, wanted), false);
    assert.equal(isResultOf({ ...made, tags: undefined }, wanted), false, 'without its tags it may be anybody’s');
    assert.equal(isResultOf({ ...made, tags: undefined }, { ...wanted, tags: {} }), false);
  });
});

describe('required tags', () => {
  const required = { Environment: ['dev', 'prod'], Project: [] };

  it('are missing when absent, empty or not of the allowed values', () => {
    assert.deepEqual(missingTags(required, {}), ['Environment', 'Project']);
    assert.deepEqual(missingTags(required, { Environment: 'Dev', Project: '' }), ['Environment', 'Project']);
    assert.deepEqual(missingTags(required, { environment: 'dev', Project: 'x' }), ['Environment']);
  });

  it('are there with an allowed value, or with any where none is listed', () => {
    assert.deepEqual(missingTags(required, { Environment: 'prod', Project: 'anything' }), []);
    assert.deepEqual(missingTags({}, {}), []);
  });
});
