import assert from 'node:assert/strict';
import { arn } from '../../../../src/core/ids';
import {
  ownerTagState,
  DEFAULT_OWNER_KEYS,
  homeRegion,
  isMine,
  matchesTags,
  ownerOf,
  profileIdOf,
  profileModelName,
  profileSource,
  type Tags,
} from '../../../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../../../src/core/profiles/source';
import { HAIKU, modelArns, owned, profile, SONNET, unreadable } from '../builders';

const KEYS = DEFAULT_OWNER_KEYS;
const attribution = (tags: Tags | undefined) => ownerTagState({ tags }, KEYS);

describe('an owner', () => {
  it('is read from the tags of exactly these keys, as AWS’s cost allocation does', () => {
    assert.deepEqual(ownerOf(owned('a', 'core', 'jane'), KEYS), { team: 'core', member: 'jane' });
    assert.deepEqual(ownerOf(profile('a', { team: 'core', membername: 'jane' }), KEYS), {
      team: undefined,
      member: undefined,
    });
    const german = { team: 'Abteilung', member: 'Person' };
    assert.deepEqual(ownerOf(profile('a', { Abteilung: 'core', MemberName: 'x' }), german), {
      team: 'core',
      member: undefined,
    });
  });

  it('is not named by an empty or blank value', () => {
    assert.deepEqual(ownerOf(profile('a', { Team: '', MemberName: '  ' }), KEYS), {
      team: undefined,
      member: undefined,
    });
  });

  it('is named in full, in part, not at all, or not readable', () => {
    assert.equal(attribution({ Team: 'core', MemberName: 'jane' }), 'owned');
    assert.equal(attribution({ Team: 'core' }), 'partly');
    assert.equal(attribution({ Team: '', MemberName: 'jane' }), 'partly');
    assert.equal(attribution({ Project: 'apollo' }), 'untagged');
    assert.equal(attribution({}), 'untagged');
    assert.equal(attribution(undefined), 'unreadable');
  });
});

describe('my profiles', () => {
  it('carry one of my names, in whatever case', () => {
    assert.equal(isMine(owned('a', 'core', 'Jane.Doe'), KEYS, ['jdoe', 'jane.DOE']), true);
    assert.equal(isMine(profile('a', { MemberName: 'jane' }), KEYS, ['jane']), true, 'also without a team');
  });

  it('are not those of others, of nobody, or of somebody unknown', () => {
    assert.equal(isMine(owned('a', 'jane', 'john'), KEYS, ['jane']), false);
    assert.equal(isMine(owned('a', 'core', 'jane.doe'), KEYS, ['jane']), false);
    assert.equal(isMine(owned('a', 'core', ''), KEYS, ['']), false);
    assert.equal(isMine(unreadable('a'), KEYS, ['jane']), false);
    assert.equal(isMine(owned('a', 'core', 'jane'), KEYS, []), false);
  });
});

describe('a filter by tags', () => {
  const apollo = profile('a', { Project: 'apollo', Env: 'dev' });

  it('lets through what carries every one of them, with exactly these values', () => {
    assert.equal(matchesTags(apollo, {}), true);
    assert.equal(matchesTags(apollo, { Project: 'apollo', Env: 'dev' }), true);
    assert.equal(matchesTags(apollo, { Project: 'apollo', Env: 'prod' }), false);
    assert.equal(matchesTags(apollo, { Project: 'Apollo' }), false);
    assert.equal(matchesTags(apollo, { Cost: '' }), false);
  });

  it('lets an unreadable profile through only where nothing is asked', () => {
    assert.equal(matchesTags(unreadable('a'), {}), true);
    assert.equal(matchesTags(unreadable('a'), { Project: 'apollo' }), false);
  });
});

describe('a profile', () => {
  it('knows its source, model and home', () => {
    const one = profile('a', { [SOURCE_TAG]: `eu.${SONNET}` });
    assert.equal(profileSource(one).exact, true);
    assert.equal(profileSource(unreadable('a')).exact, false);
    assert.equal(profileModelName(one), 'Claude Sonnet 4.5');
    assert.equal(homeRegion(one), 'eu-west-1');
    assert.equal(homeRegion({ arn: arn('nonsense') }), '');
  });

  it('over several models names them all, each once', () => {
    const both = { models: [...modelArns(['eu-west-1', 'eu-west-3']), ...modelArns(['eu-west-1'], HAIKU)], tags: {} };
    assert.equal(profileModelName(both), 'Claude Sonnet 4.5, Claude Haiku 4.5');
    assert.equal(profileModelName({ models: [], tags: {} }), undefined);
  });

  it('has its id in its ARN; no other ARN has one', () => {
    assert.equal(profileIdOf(profile('jane').arn), 'jane00000000');
    assert.equal(profileIdOf('arn:aws:bedrock:eu-west-1:1:inference-profile/eu.x'), undefined);
    assert.equal(profileIdOf('jane00000000'), undefined);
  });
});
