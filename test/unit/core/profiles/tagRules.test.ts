import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalizeTagKey, normalizeTagValue } from '../../../../src/core/profiles/nameRules';
import { missingTags, planProfile, plannedDescription, plannedName } from '../../../../src/core/profiles/createPlan';
import { replaceTagText } from '../../../../src/core/profiles/tagReplacements';
import { replaceInRequiredTags, replaceInTags } from '../../../../src/core/profiles/tagRules';
import { acceptsTagKey, acceptsTagValue } from '../awsRules';
import { source } from '../builders';

const REPLACEMENTS = { 開発部: 'kaihatsu', 部門: 'Department', 'R & D': 'research' };

describe('the replacement of a name', () => {
  it('is the settings’, for the whole name, before anything is transliterated', () => {
    assert.equal(normalizeTagValue('開発部', REPLACEMENTS).value, 'kaihatsu');
    assert.equal(normalizeTagKey('部門', REPLACEMENTS).value, 'Department');
    assert.equal(normalizeTagValue('R & D', REPLACEMENTS).value, 'research');
    assert.equal(normalizeTagValue(' 開発部 ', REPLACEMENTS).value, 'kaihatsu');
    assert.deepEqual(normalizeTagValue('開発部', REPLACEMENTS).reasons, [{ kind: 'replaced' }]);
    assert.equal(normalizeTagValue('Büro', REPLACEMENTS).value, 'Buero');
    assert.equal(normalizeTagValue('開発部 2', REPLACEMENTS).value, '2');
  });

  it('is found however its accents are encoded', () => {
    assert.equal(replaceTagText('Rene\u0301', { 'Ren\u00e9': 'rene' }), 'rene');
  });

  it('is changed to what AWS accepts, and not replaced again', () => {
    assert.equal(normalizeTagValue('開発部', { 開発部: 'Büro!' }).value, 'Buero');
    const round = { a: 'b', b: 'a' };
    assert.equal(replaceTagText('a', round), 'a');
    assert.equal(replaceTagText('a', { a: 'b', b: 'c' }), 'b');
    assert.equal(replaceTagText('b', { a: 'b', b: 'c' }), 'b');
    assert.equal(replaceTagText('a', { a: ' ' }), 'a');
  });

  it('is accepted by AWS, or empty, whatever the settings contain', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (text, replacements) => {
        const value = normalizeTagValue(text, replacements).value;
        assert.ok(value === '' || acceptsTagValue(value));
        const key = normalizeTagKey(text, replacements).value;
        assert.ok(key === '' || acceptsTagKey(key));
      }),
    );
  });
});

describe('tags of the settings', () => {
  it('are replaced, or named as invalid as they are', () => {
    const tags = { 部門: '開発部', Büro: 'Köln', Team: '人事', 'aws:mine': 'x', Empty: '' };
    assert.deepEqual(replaceInTags(tags, REPLACEMENTS), {
      valid: { Department: 'kaihatsu', Buero: 'Koeln', mine: 'x' },
      invalid: { Team: '人事', Empty: '' },
    });
  });

  it('are each either valid or named as invalid', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (tags) => {
        const { valid, invalid } = replaceInTags(tags, REPLACEMENTS);
        for (const [key, value] of Object.entries(tags)) {
          const form = normalizeTagKey(key, REPLACEMENTS).value;
          assert.ok(Object.hasOwn(invalid, key) ? invalid[key] === value : Object.hasOwn(valid, form), key);
        }
        for (const [key, value] of Object.entries(valid))
          assert.ok(key !== '' && acceptsTagKey(key) && acceptsTagValue(value));
      }),
    );
  });

  it('that are required are fulfilled by their form', () => {
    const required = replaceInRequiredTags({ 部門: ['開発部', '人事'], Umgebung: [] }, REPLACEMENTS);
    assert.deepEqual(required, { Department: ['kaihatsu', '人事'], Umgebung: [] });
    assert.deepEqual(missingTags(required, { Department: 'kaihatsu', Umgebung: 'dev' }), []);
    assert.deepEqual(missingTags(required, { Department: '開発部', Umgebung: 'dev' }), ['Department']);
  });

  it('that are required and have no form are never fulfilled, rather than forgotten', () => {
    const required = replaceInRequiredTags({ 環境: [], 地域: ['東京'] }, REPLACEMENTS);
    assert.deepEqual(Object.keys(required), ['環境', '地域']);
    assert.deepEqual(missingTags(required, { Environment: 'dev' }), ['環境', '地域']);
  });
});

describe('a template', () => {
  const choice = {
    source: source('eu', ['eu-west-1']),
    team: 'kaihatsu',
    member: 'taro',
    extraTags: { Department: 'kaihatsu', Buero: 'Koeln' },
  };
  const templates = { name: '{部門}-{Büro}-{member}', description: '開発部の {member}', replacements: REPLACEMENTS };

  it('may name tags as the settings do', () => {
    assert.equal(plannedName(choice, templates).value, 'kaihatsu-Koeln-taro');
  });

  it('says what of a description is lost', () => {
    const { value, reasons } = plannedDescription(choice, templates);
    assert.equal(value, 'taro');
    assert.deepEqual(reasons[0]?.kind, 'letters');
    const keys = { team: 'Team', member: 'MemberName' };
    assert.equal(planProfile(choice, keys, templates, new Set()).description, 'taro');
  });
});
