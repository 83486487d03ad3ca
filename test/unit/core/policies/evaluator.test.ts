/** The evaluator itself, held against what AWS documents of IAM: every other test of a policy stands on it. */

import assert from 'node:assert/strict';
import type { Condition, PolicyDocument, Statement } from '../../../../src/core/policies/document';
import { ALLOW_ALL, isAllowed, type Context } from './evaluate';

const policy = (statement: Partial<Statement> = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'S', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'], ...statement }],
});

const asks = (context: Context = {}, resource = 'arn:aws:s3:::bucket/key', action = 's3:GetObject') => [
  { action, resource, context },
];

/** Conditions, what is known of a request, and whether the one holds for the other. */
const CONDITIONS: readonly (readonly [condition: Condition, context: Context, holds: boolean])[] = [
  // A missing key matches nothing, and a negated operator holds without it.
  [{ StringEquals: { 'aws:a': 'x' } }, {}, false],
  [{ StringEquals: { 'aws:a': 'x' } }, { 'aws:a': 'x' }, true],
  [{ StringEquals: { 'aws:a': 'x' } }, { 'aws:a': 'X' }, false],
  [{ StringEquals: { 'aws:a': '*' } }, { 'aws:a': 'x' }, false],
  [{ StringLike: { 'aws:a': '?*' } }, { 'aws:a': 'x' }, true],
  [{ StringLike: { 'aws:a': '?*' } }, { 'aws:a': '' }, false],
  [{ StringLike: { 'aws:a': '*' } }, {}, false],
  [{ StringNotLike: { 'aws:a': '?*' } }, {}, true],
  [{ StringNotLike: { 'aws:a': '?*' } }, { 'aws:a': '' }, true],
  [{ StringNotLike: { 'aws:a': '?*' } }, { 'aws:a': 'x' }, false],
  [{ ArnNotLike: { 'aws:a': 'arn:aws:s3:::b/*' } }, {}, true],
  [{ ArnNotLike: { 'aws:a': 'arn:aws:s3:::b/*' } }, { 'aws:a': 'arn:aws:s3:::b/k' }, false],
  [{ ArnNotLike: { 'aws:a': ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*'] } }, { 'aws:a': 'arn:aws:s3:::c/k' }, false],
  // IfExists holds without the key, and is its base with it.
  [{ StringEqualsIfExists: { 'aws:a': 'x' } }, {}, true],
  [{ StringEqualsIfExists: { 'aws:a': 'x' } }, { 'aws:a': 'y' }, false],
  [{ StringLikeIfExists: { 'aws:a': '?*' } }, { 'aws:a': '' }, false],
  // ForAllValues holds for a missing key and for an empty set.
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['A', 'B'] } }, {}, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['A', 'B'] } }, { 'aws:TagKeys': [] }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['A', 'B'] } }, { 'aws:TagKeys': ['B'] }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['A', 'B'] } }, { 'aws:TagKeys': ['A', 'C'] }, false],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['A', 'B'] } }, { 'aws:TagKeys': ['a'] }, false],
  // Null asks whether the key is missing; an empty value is a value.
  [{ Null: { 'aws:a': 'true' } }, {}, true],
  [{ Null: { 'aws:a': 'true' } }, { 'aws:a': '' }, false],
  [{ Null: { 'aws:a': 'false' } }, {}, false],
  [{ Null: { 'aws:a': 'false' } }, { 'aws:a': 'x' }, true],
  // Names of keys are compared without regard to case, values are not.
  [{ StringEquals: { 'aws:ResourceTag/team': 'x' } }, { 'aws:ResourceTag/Team': 'x' }, true],
  // A wildcard stays within its part of an ARN, but for the last.
  [{ ArnLike: { 'aws:a': 'arn:aws:bedrock:*:1:p/*' } }, { 'aws:a': 'arn:aws:bedrock:us-east-1:1:p/x:y' }, true],
  [{ ArnLike: { 'aws:a': 'arn:aws:bedrock:*:1:p/*' } }, { 'aws:a': 'arn:aws:bedrock::1:p/x' }, true],
  [{ ArnLike: { 'aws:a': 'arn:*:p/*' } }, { 'aws:a': 'arn:aws:bedrock:us-east-1:1:p/x' }, false],
  [{ ArnLike: { 'aws:a': 'arn:aws:bedrock:*:1:p/*' } }, {}, false],
  // Variables: the caller's value as it is, a missing one matches nothing, and escapes stand for themselves.
  [{ StringEquals: { 'aws:a': '${aws:userid}' } }, { 'aws:a': 'AROA:j', 'aws:userid': 'AROA:j' }, true],
  [{ StringEquals: { 'aws:a': '${aws:userid}' } }, { 'aws:a': '' }, false],
  [{ StringEquals: { 'aws:a': '${aws:userid}' } }, { 'aws:a': '${aws:userid}' }, false],
  [{ StringLike: { 'aws:a': '${aws:userid}' } }, { 'aws:a': 'anybody', 'aws:userid': '*' }, false],
  [{ StringLike: { 'aws:a': '${*}' } }, { 'aws:a': 'x' }, false],
  [{ StringLike: { 'aws:a': '${*}' } }, { 'aws:a': '*' }, true],
  // All operators and all keys have to hold.
  [{ StringEquals: { 'aws:a': 'x', 'aws:b': 'y' } }, { 'aws:a': 'x' }, false],
  [{ StringEquals: { 'aws:a': 'x' }, Null: { 'aws:b': 'true' } }, { 'aws:a': 'x' }, true],
  [{ StringEquals: { 'aws:a': 'x' }, Null: { 'aws:b': 'true' } }, { 'aws:a': 'x', 'aws:b': 'y' }, false],
];

describe('The evaluator of policies', () => {
  for (const [Condition, context, holds] of CONDITIONS)
    it(`${holds ? 'lets' : 'does not let'} ${JSON.stringify(Condition)} hold for ${JSON.stringify(context)}`, () => {
      assert.equal(isAllowed([[policy({ Condition })]], asks(context)), holds);
      // The same condition of a denial, beside a policy that allows everything.
      assert.equal(isAllowed([[ALLOW_ALL, policy({ Effect: 'Deny', Condition })]], asks(context)), !holds);
    });

  it('allows nothing that no statement allows, and nothing that one denies', () => {
    assert.ok(!isAllowed([[policy()]], asks({}, undefined, 's3:PutObject')));
    assert.ok(!isAllowed([[policy(), policy({ Effect: 'Deny', Action: ['s3:*'] })]], asks()));
    assert.ok(isAllowed([[policy({ Action: ['S3:getobject'] })]], asks()));
    assert.ok(!isAllowed([[policy({ Resource: ['arn:aws:s3:::other/*'] })]], asks()));
  });

  it('wants every layer to allow: a service control policy allows by being one of several, and gives nothing', () => {
    const deny = policy({ Effect: 'Deny', Action: ['s3:PutObject'] });
    assert.ok(isAllowed([[policy()], [ALLOW_ALL, deny]], asks()));
    // Nothing but a denial in a layer allows nothing.
    assert.ok(!isAllowed([[policy()], [deny]], asks()));
    assert.ok(!isAllowed([[], [ALLOW_ALL]], asks()));
    // What is denied at the root is denied below, whatever is allowed there.
    assert.ok(!isAllowed([[ALLOW_ALL], [ALLOW_ALL, policy({ Effect: 'Deny' })], [ALLOW_ALL]], asks()));
  });

  it('wants all of the questions of one call to be allowed', () => {
    assert.ok(!isAllowed([[policy()]], [...asks(), ...asks({}, undefined, 's3:PutObject')]));
  });

  it('refuses what it does not understand instead of letting it pass', () => {
    const odd = { StringEqualsIgnoreCase: { 'aws:a': 'x' } } as unknown as Condition;
    assert.throws(() => isAllowed([[policy({ Condition: odd })]], asks({ 'aws:a': 'x' })), /Not an operator/);
    const foreign = { NotPrincipal: '*' } as unknown as Partial<Statement>;
    assert.throws(() => isAllowed([[policy(foreign)]], asks()), /Not a part of a statement/);
    const several = { StringEquals: { 'aws:a': 'x' } };
    assert.throws(() => isAllowed([[policy({ Condition: several })]], asks({ 'aws:a': ['x', 'y'] })), /several values/);
  });
});
