import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunks, groupBy } from '../../../src/core/collections';
import { isRegion, parseArn } from '../../../src/core/ids';
import { BEDROCK_REGIONS, hasBedrock } from '../../../src/core/connection/regions';

describe('an ARN', () => {
  it('is taken apart in every partition', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-eusc'])
      assert.deepEqual(
        parseArn(`arn:${partition}:bedrock:eu-west-1:111122223333:application-inference-profile/abc123def456`),
        {
          partition,
          service: 'bedrock',
          region: 'eu-west-1',
          account: '111122223333',
          resourceType: 'application-inference-profile',
          resourceId: 'abc123def456',
        },
      );
  });

  it('of a model has no account, of a global model no Region, and its id may hold colons', () => {
    const parts = parseArn('arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0');
    assert.deepEqual([parts?.region, parts?.account], ['', '']);
    assert.equal(parts?.resourceId, 'anthropic.claude-sonnet-4-5-20250929-v1:0');
  });

  it('of an assumed role keeps all of the session’s path', () => {
    const parts = parseArn('arn:aws:sts::111122223333:assumed-role/Developer/jane@acme.example');
    assert.deepEqual([parts?.resourceType, parts?.resourceId], ['assumed-role', 'Developer/jane@acme.example']);
  });

  it('is not what lacks a part', () => {
    const good = 'arn:aws:bedrock:eu-west-1:1:inference-profile/x';
    for (const text of ['', 'nonsense', 'arn:', 'arn:aws:s3:::bucket', `x${good}`, good.slice(0, -1), good.slice(4)])
      assert.equal(parseArn(text), undefined, text);
  });

  it('comes back together from its parts, and nothing else is one', () => {
    const part = fc.stringMatching(/^[a-z0-9-]{0,12}$/);
    const id = fc.stringMatching(/^[a-z0-9.:/-]{1,30}$/);
    fc.assert(
      fc.property(
        part,
        part,
        part,
        part,
        fc.stringMatching(/^[a-z-]{1,20}$/),
        id,
        (p, service, region, account, type, of) => {
          assert.deepEqual(parseArn(`arn:${p}:${service}:${region}:${account}:${type}/${of}`), {
            partition: p,
            service,
            region,
            account,
            resourceType: type,
            resourceId: of,
          });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (!text.startsWith('arn:')) assert.equal(parseArn(text), undefined);
      }),
    );
  });
});

describe('a Region', () => {
  it('has the shape of each that AWS names', () => {
    for (const name of Object.keys(BEDROCK_REGIONS)) assert.ok(isRegion(name) && hasBedrock(name), name);
    for (const name of ['us-iso-east-1', 'cn-north-1', 'eusc-de-east-1'])
      assert.ok(isRegion(name) && !hasBedrock(name));
  });

  it('is not a name, a zone or something to inject', () => {
    for (const text of [
      '',
      'Ireland',
      'eu-west',
      'eu-west-1a',
      'EU-WEST-1',
      ' eu-west-1',
      'eu-west-1\n',
      'eu-west-1.evil',
    ])
      assert.ok(!isRegion(text), JSON.stringify(text));
    for (const text of ['constructor', 'toString', '__proto__']) assert.ok(!hasBedrock(text), text);
  });
});

describe('collections', () => {
  it('are grouped in the order in which the keys first appear, and nothing is lost', () => {
    assert.deepEqual(
      [...groupBy(['b1', 'a1', 'b2'], (text) => text.charAt(0))],
      [
        ['b', ['b1', 'b2']],
        ['a', ['a1']],
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (items) => {
        const groups = groupBy(items, (item) => item % 3);
        assert.deepEqual([...groups.values()].flat().sort(), [...items].sort());
        for (const [key, group] of groups) assert.ok(group.every((item) => item % 3 === key));
      }),
    );
  });

  it('are cut into pieces that are full, but for the last, and in order', () => {
    assert.deepEqual(chunks([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
    assert.deepEqual(chunks([], 2), []);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 50 }), fc.integer({ min: 1, max: 10 }), (items, size) => {
        const pieces = chunks(items, size);
        assert.deepEqual(pieces.flat(), items);
        for (const piece of pieces.slice(0, -1)) assert.equal(piece.length, size);
        assert.ok(pieces.every((piece) => piece.length > 0));
      }),
    );
  });
});
