import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseModelReference } from '../../../../src/core/gateway/modelReference';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6';
const SYSTEM = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-5';
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0';

/** Every way to write a text in a path: each character as it is or percent-encoded, and the suffix that agents add. */
const spellings = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }),
      fc.constantFrom('', '[1m]', '%5B1m%5D', '[1M]'),
    )
    .map(([isEncoded, suffix]) => {
      const encoded = Array.from(text, (character, index) =>
        isEncoded[index] ? `%${character.charCodeAt(0).toString(16)}` : character,
      );
      return encoded.join('') + suffix;
    });

const maker = fc.constantFrom('anthropic', 'amazon', 'deepseek', 'openai', 'zai');
const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const ids = fc
  .tuple(
    fc.constantFrom('', 'us.', 'us-gov.', 'global.', 'mars.'),
    maker,
    fc.array(word, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '-v1:0', ':2'),
  )
  .map(([geo, first, words, end]) => `${geo}${first}.${words.join('-')}${end}`);
const regions = fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1');
const accounts = fc.stringMatching(/^\d{12}$/);

describe('the model that a path names', () => {
  it('is a model’s or a system profile’s id', () => {
    for (const id of [
      'anthropic.claude-sonnet-5',
      'us.anthropic.claude-sonnet-5',
      'deepseek.v3.2',
      'amazon.nova-pro-v1:0:300k',
    ])
      assert.deepEqual(parseModelReference(id), { kind: 'model', id, location: undefined });
  });

  it('is an ARN, with the place that it names', () => {
    const location = { region: 'us-east-1', account: '111122223333' };
    assert.deepEqual(parseModelReference(PROFILE), { kind: 'profile', id: 'a1b2c3d4e5f6', arn: PROFILE, location });
    assert.deepEqual(parseModelReference(SYSTEM), { kind: 'model', id: 'us.anthropic.claude-sonnet-5', location });
    assert.deepEqual(parseModelReference(MODEL), {
      kind: 'model',
      id: 'anthropic.claude-haiku-4-5-20251001-v1:0',
      location: { region: 'us-east-1', account: '' },
    });
    const provisioned = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123';
    assert.deepEqual(parseModelReference(provisioned), { kind: 'other', arn: provisioned, location });
  });

  it('is a profile’s id alone', () => {
    const reference = { kind: 'profile', id: 'a1b2c3d4e5f6', arn: undefined, location: undefined };
    assert.deepEqual(parseModelReference('a1b2c3d4e5f6'), reference);
  });

  it('is the same in every spelling', () => {
    const arns = fc
      .tuple(regions, accounts, ids)
      .map(([region, account, id]) => `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`);
    const texts = fc.oneof(ids, arns, fc.constantFrom(PROFILE, SYSTEM, MODEL));
    fc.assert(
      fc.property(
        texts.chain((text) => fc.tuple(fc.constant(text), spellings(text))),
        ([text, spelled]) => {
          const plain = parseModelReference(text);
          assert.ok(plain);
          assert.deepEqual(parseModelReference(spelled), plain);
        },
      ),
    );
  });

  it('is nothing that could change a path, a header or a log', () => {
    const allowed = /^[a-zA-Z0-9:._/-]+$/;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webPath(),
          ids.chain((id) => fc.string().map((end) => id + end)),
        ),
        (text) => {
          const reference = parseModelReference(text);
          if (reference === undefined) return;
          const written = 'id' in reference ? reference.id : reference.arn;
          assert.match(written, allowed);
          assert.ok(!written.split('/').includes('..'));
        },
      ),
    );
  });

  it('is not known for what is malformed', () => {
    const malformed = [
      '',
      '.',
      '..',
      '%',
      '%zz',
      'a b',
      'us.anthropic.claude/../x',
      'anthropic..claude',
      'anthropic.claude?x=1',
      'anthropic.claude%00',
      'anthropic.claude%0d%0aHost:x',
      'arn:aws:s3:::bucket/key',
      'arn:aws:bedrock:us-east-1:1:inference-profile/x',
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/short',
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6/x',
      'arn:evil:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-5',
      `anthropic.${'x'.repeat(2048)}`,
      encodeURIComponent(encodeURIComponent(PROFILE)),
    ];
    for (const text of malformed) assert.equal(parseModelReference(text), undefined, text);
  });
});
