/** No call leaves the allowed Regions, whatever profiles there are, however a model is spelled. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallRules, PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import { arn, modelId, profileId } from '../../../src/core/ids';
import { SOURCE_TAG } from '../../../src/core/profiles/source';
import type { CopySource, Profile } from '../../../src/core/profiles/profile';
import { runsOf } from '../../host/matrix';
import { modelArns, profile } from '../core/builders';
import { openTestGateway } from './testGateway';
import { standIn } from './upstream';

const MODELS = ['anthropic.claude-sonnet-5', 'anthropic.claude-haiku-5-5', 'amazon.nova-lite-v1:0'];
const HOME = 'us-east-1';
const REGIONS = [HOME, 'us-east-2', 'us-west-2', 'eu-west-1', 'ap-northeast-1', ''];
const GEOS = ['', 'us', 'eu', 'global', 'apac'];
const ACCOUNT = '111122223333';

const modelIn = fc.constantFrom(...MODELS);
const geoIn = fc.constantFrom(...GEOS);
/** An empty Region is any. */
const regionsIn = fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1, maxLength: 6 });

interface Made {
  readonly profile: Profile;
  readonly isMine: boolean;
}

const profileIn: fc.Arbitrary<(index: number) => Made> = fc
  .record({ model: modelIn, geo: geoIn, regions: regionsIn, isMine: fc.boolean(), isNamed: fc.boolean() })
  .map(({ model, geo, regions, isMine, isNamed }) => (index) => {
    const id = profileId(`p${index}`.padEnd(12, '0'));
    const source = geo === '' ? model : `${geo}.${model}`;
    const made = profile(`p${index}`, isNamed ? { [SOURCE_TAG]: source.replaceAll(':', '/') } : {}, {
      arn: arn(`arn:aws:bedrock:${HOME}:${ACCOUNT}:application-inference-profile/${id}`),
      id,
      models: modelArns(regions, model),
    });
    return { profile: made, isMine };
  });

const sourceIn: fc.Arbitrary<CopySource> = fc
  .record({ model: modelIn, geo: geoIn, regions: regionsIn })
  .map(({ model, geo, regions }) => {
    const id = geo === '' ? model : `${geo}.${model}`;
    const kind = geo === '' ? 'foundation-model' : 'system-profile';
    const path = geo === '' ? `:${kind}/${id}` : `${ACCOUNT}:inference-profile/${id}`;
    return {
      kind,
      arn: arn(`arn:aws:bedrock:${HOME}:${path}`),
      id,
      model: modelId(model),
      name: id,
      // A model without a prefix is invoked in its own Region.
      models: modelArns(geo === '' ? [HOME] : regions, model),
      retired: false,
    };
  });

const rulesIn: fc.Arbitrary<CallRules> = fc.record({
  allowedRegions: fc.uniqueArray(fc.constantFrom(...REGIONS.slice(0, -1)), { minLength: 1, maxLength: 4 }),
  requiredTags: fc.constant({}),
  passThrough: fc.boolean(),
  othersProfiles: fc.boolean(),
});

/** Names of a model, in spellings that agents use. */
const spellings = fc
  .tuple(modelIn, geoIn, fc.nat(3), fc.constantFrom('', '[1m]'), fc.boolean())
  .map(([model, geo, index, ending, isEncoded]) => {
    const id = geo === '' ? model : `${geo}.${model}`;
    const names = [
      id,
      `arn:aws:bedrock:${HOME}::foundation-model/${id}`,
      `arn:aws:bedrock:${HOME}:${ACCOUNT}:inference-profile/${id}`,
      `arn:aws:bedrock:${HOME}:${ACCOUNT}:application-inference-profile/${`p${index}`.padEnd(12, '0')}`,
      `p${index}`.padEnd(12, '0'),
    ];
    return names.map((name) =>
      isEncoded ? encodeURIComponent(name + ending) : (name + ending).replaceAll('/', '%2F'),
    );
  });

/** Regions that an identifier leads to, by the ARNs of its models; undefined for what is not in the catalog. */
function regionsOf(target: string, { profiles, sources }: PlaceCatalog): readonly string[] | undefined {
  const found = [...profiles, ...sources].filter((one) => [one.id, one.arn].includes(target as never));
  const names = found.flatMap(({ models }) => models.map((model) => model.split(':')[3] ?? ''));
  return found.length === 0 ? undefined : names;
}

describe('residency', () => {
  it('holds for every call that is sent, and some are', async () => {
    const bedrock = await standIn((response) => response.end('{"usage":{"inputTokens":1,"outputTokens":1}}'));
    const calls = { sent: 0, refused: 0 };
    /** Makes calls of a model in all its spellings, and follows each of them to where it leads. */
    async function hold(names: readonly string[], catalog: PlaceCatalog, rules: CallRules): Promise<void> {
      let time = 0;
      // Before a call is refused, the profiles are loaded again, at a distance from the time before.
      const opened = await openTestGateway({ upstream: bedrock.url, catalog, rules, now: () => (time += 60_000) });
      try {
        for (const name of names)
          for (const operation of ['converse', 'count-tokens']) {
            const earlier = bedrock.received.length;
            const answer = await fetch(`${opened.url}/model/${name}/${operation}`, { method: 'POST', body: '{}' });
            await answer.text();
            const sent = bedrock.received.slice(earlier);
            calls[sent.length > 0 ? 'sent' : 'refused'] += 1;
            assert.equal(answer.status === 200, sent.length > 0, name);
            for (const { target } of sent) {
              const identifier = decodeURIComponent(target.split('/')[2] ?? '');
              const regions = regionsOf(identifier, catalog);
              assert.ok(regions, `${identifier} is known`);
              const outside = regions.filter((region) => !rules.allowedRegions.includes(region));
              assert.deepEqual(outside, [], `${name} became ${identifier}`);
            }
          }
      } finally {
        await opened.close();
      }
    }
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(profileIn, { maxLength: 4 }),
          fc.array(sourceIn, { maxLength: 5 }),
          rulesIn,
          spellings,
          async (makers, sources, rules, names) => {
            const made = makers.map((make, index) => make(index));
            const mine = new Set(made.filter(({ isMine }) => isMine).map(({ profile: { arn: one } }) => one));
            const profiles = made.map((one) => one.profile);
            await hold(names, { profiles, sources, isMine: ({ arn: one }) => mine.has(one) }, rules);
          },
        ),
        { numRuns: runsOf(90) },
      );
      assert.ok(calls.sent > 0 && calls.refused > 0, JSON.stringify(calls));
    } finally {
      await bedrock.close();
    }
  });
});
