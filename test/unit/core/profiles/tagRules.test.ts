import assert from 'node:assert/strict';
import fc from 'fast-check';
import { legalTagKey, legalTagValue } from '../../../../src/core/profiles/nameRules';
import { missingTags, planProfile, plannedDescription, plannedName } from '../../../../src/core/profiles/createPlan';
import { formOf } from '../../../../src/core/profiles/tagReplacements';
import { requiredInForm, tagsInForm } from '../../../../src/core/profiles/tagRules';
import { acceptsTagKey, acceptsTagValue } from '../awsRules';
import { source } from '../builders';

const FORMS = { 開発部: 'kaihatsu', 部門: 'Department', 'R & D': 'research' };

describe('the form of a name', () => {
  it('is the table’s, for the whole name, before anything is transliterated', () => {
    assert.equal(legalTagValue('開発部', FORMS).value, 'kaihatsu');
    assert.equal(legalTagKey('部門', FORMS).value, 'Department');
    assert.equal(legalTagValue('R & D', FORMS).value, 'research');
    assert.equal(legalTagValue(' 開発部 ', FORMS).value, 'kaihatsu');
    assert.deepEqual(legalTagValue('開発部', FORMS).reasons, [{ kind: 'replaced' }]);
    assert.equal(legalTagValue('Büro', FORMS).value, 'Buero');
    assert.equal(legalTagValue('開発部 2', FORMS).value, '2');
  });

  it('is found however its accents are encoded', () => {
    assert.equal(formOf('Rene\u0301', { 'Ren\u00e9': 'rene' }), 'rene');
  });

  it('is made legal as well, and not replaced again', () => {
    assert.equal(legalTagValue('開発部', { 開発部: 'Büro!' }).value, 'Buero');
    const round = { a: 'b', b: 'a' };
    assert.equal(formOf('a', round), 'a');
    assert.equal(formOf('a', { a: 'b', b: 'c' }), 'b');
    assert.equal(formOf('b', { a: 'b', b: 'c' }), 'b');
    assert.equal(formOf('a', { a: ' ' }), 'a');
  });

  it('is one that AWS takes, or none, whatever the table says', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (text, forms) => {
        const value = legalTagValue(text, forms).value;
        assert.ok(value === '' || acceptsTagValue(value));
        const key = legalTagKey(text, forms).value;
        assert.ok(key === '' || acceptsTagKey(key));
      }),
    );
  });
});

describe('tags of the settings', () => {
  it('are taken in their form, or named as they are', () => {
    const tags = { 部門: '開発部', Büro: 'Köln', Team: '人事', 'aws:mine': 'x', Empty: '' };
    assert.deepEqual(tagsInForm(tags, FORMS), {
      legal: { Department: 'kaihatsu', Buero: 'Koeln', mine: 'x' },
      refused: { Team: '人事', Empty: '' },
    });
  });

  it('are each either taken or named', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (tags) => {
        const { legal, refused } = tagsInForm(tags, FORMS);
        for (const [key, value] of Object.entries(tags)) {
          const form = legalTagKey(key, FORMS).value;
          assert.ok(Object.hasOwn(refused, key) ? refused[key] === value : Object.hasOwn(legal, form), key);
        }
        for (const [key, value] of Object.entries(legal))
          assert.ok(key !== '' && acceptsTagKey(key) && acceptsTagValue(value));
      }),
    );
  });

  it('that are required are fulfilled by their form', () => {
    const required = requiredInForm({ 部門: ['開発部', '人事'], Umgebung: [] }, FORMS);
    assert.deepEqual(required, { Department: ['kaihatsu', '人事'], Umgebung: [] });
    assert.deepEqual(missingTags(required, { Department: 'kaihatsu', Umgebung: 'dev' }), []);
    assert.deepEqual(missingTags(required, { Department: '開発部', Umgebung: 'dev' }), ['Department']);
  });

  it('that are required and have no form are never fulfilled, rather than forgotten', () => {
    const required = requiredInForm({ 環境: [], 地域: ['東京'] }, FORMS);
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
  const templates = { name: '{部門}-{Büro}-{member}', description: '開発部の {member}', forms: FORMS };

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
