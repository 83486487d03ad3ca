import assert from 'node:assert/strict';
import fc from 'fast-check';
import { profileDestinations, residencyOf, sourceDestinations } from '../../../../src/core/profiles/destinations';
import { arn } from '../../../../src/core/ids';
import { GEOGRAPHIC_REGIONS } from '../../../../src/core/connection/regions';
import { SOURCE_TAG } from '../../../../src/core/profiles/source';
import { HAIKU, modelArns, profile, SONNET, source as fromIreland } from '../builders';

/** A system profile (without a prefix the foundation model) that is used from a Region. */
const source = (prefix: string, regions: readonly string[], home = regions[0] ?? 'eu-west-1') => {
  const made = fromIreland(prefix, regions);
  return { ...made, arn: arn(made.arn.replace('eu-west-1', home)) };
};
const published = (prefix: string): readonly string[] => GEOGRAPHIC_REGIONS.get(prefix) ?? [];

const TOKYO = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'];
const US = ['us-east-1', 'us-east-2', 'us-west-2'];

describe('where a source sends data', () => {
  it('is too short for an Asian one: Tokyo goes to Sydney, too', () => {
    const { regions, others, further, bounded } = sourceDestinations(source('apac', TOKYO));
    assert.deepEqual(regions, TOKYO);
    assert.ok(others && bounded && further.includes('ap-southeast-2') && further.includes('me-central-1'));
    const { leaves, outside, perhapsOutside } = residencyOf(source('apac', TOKYO), TOKYO);
    assert.deepEqual([leaves, outside], [true, []]);
    assert.ok(perhapsOutside.includes('ap-southeast-2'));
  });

  it('ends where AWS publishes no more Regions for its prefix than it names', () => {
    for (const [prefix, regions] of [
      ['us', US],
      ['jp', ['ap-northeast-1', 'ap-northeast-3']],
      ['in', ['ap-south-1', 'ap-south-2']],
    ] as const) {
      assert.deepEqual(sourceDestinations(source(prefix, regions)), {
        regions: [...regions],
        anywhere: false,
        others: false,
        further: [],
        bounded: true,
      });
      assert.equal(residencyOf(source(prefix, regions), regions).leaves, false);
    }
  });

  it('holds the Region that it is used from, beside those of its prefix', () => {
    const canada = source('us', ['ca-central-1', ...US], 'ca-central-1');
    assert.equal(sourceDestinations(canada).others, false);
    assert.equal(residencyOf(canada, ['ca-central-1', ...US]).leaves, false);
  });

  it('may have others where fewer are named than AWS publishes', () => {
    const eu = source('eu', ['eu-central-1', 'eu-west-1']);
    assert.equal(sourceDestinations(eu).others, true);
    assert.equal(residencyOf(eu, ['eu-central-1', 'eu-west-1']).leaves, true);
    assert.deepEqual(residencyOf(eu, published('eu')).leaves, false, 'AWS’s own list rules it out');
  });

  it('has no end that is known behind a prefix that is new', () => {
    for (const regions of [['mx-central-1'], ['ca-central-1', 'us-east-1']]) {
      const made = source('amer', regions);
      assert.deepEqual(sourceDestinations(made), {
        regions,
        anywhere: false,
        others: true,
        further: [],
        bounded: false,
      });
      assert.equal(residencyOf(made, regions).leaves, true);
    }
  });

  it('has no end that is known where AWS names five Regions, one of them new to its prefix', () => {
    const made = source('us', [...US, 'us-west-1', 'mx-central-1'], 'us-east-1');
    assert.deepEqual([sourceDestinations(made).others, sourceDestinations(made).bounded], [true, false]);
    assert.equal(residencyOf(made, [...US, 'us-west-1', 'mx-central-1']).leaves, true);
  });

  it('is one Region for a foundation model, and anywhere for a global source', () => {
    assert.equal(residencyOf(source('', ['eu-west-1']), ['eu-west-1']).leaves, false);
    for (const global of [source('global', ['', 'eu-west-1']), source('global', ['eu-west-1'])]) {
      const { anywhere, outside, leaves } = residencyOf(global, ['eu-west-1']);
      assert.deepEqual([anywhere, outside, leaves], [true, [''], true]);
    }
  });

  it('is not known where nothing is named', () => {
    const { regions, others } = sourceDestinations(source('mx', []));
    assert.deepEqual([regions, others], [[], true]);
    assert.equal(residencyOf(source('mx', []), ['mx-central-1']).leaves, true);
    const mixed = {
      ...source('mx', ['mx-central-1']),
      models: [...modelArns(['mx-central-1']), ...modelArns(['mx-central-1'], HAIKU)],
    };
    assert.equal(residencyOf({ ...mixed, id: 'new.thing' }, ['mx-central-1']).leaves, true);
  });
});

describe('residency', () => {
  it('names the Regions that are not allowed, and takes no prefix for a Region', () => {
    const eu = source('eu', ['eu-central-1', 'eu-west-1']);
    assert.deepEqual(residencyOf(eu, ['eu-west-1']).outside, ['eu-central-1']);
    assert.deepEqual(residencyOf(eu, ['eu']).outside, ['eu-central-1', 'eu-west-1']);
  });

  it('is not restricted by an empty list', () => {
    for (const made of [source('apac', TOKYO), source('global', ['']), source('amer', ['us-east-1'])]) {
      const { leaves, outside, perhapsOutside } = residencyOf(made, []);
      assert.deepEqual([leaves, outside, perhapsOutside], [false, [], []]);
    }
  });

  const everywhere = [
    ...new Set([...[...GEOGRAPHIC_REGIONS.values()].flat(), 'mx-central-1', 'sa-east-1', 'us-west-1']),
  ];
  const someRegions = fc.subarray(everywhere, { minLength: 1 });

  /**
   * A system profile as it is: where it really routes to, and what AWS names of that, the Region that it is used from
   * always.
   */
  const routing = fc.constantFrom(...GEOGRAPHIC_REGIONS.keys(), 'amer', 'mx', 'global').chain((prefix) =>
    fc.record({
      prefix: fc.constant(prefix),
      home: fc.constantFrom(...everywhere),
      routes: GEOGRAPHIC_REGIONS.has(prefix) ? fc.subarray([...published(prefix)]) : fc.subarray(everywhere),
      named: fc.integer({ min: 1, max: 5 }),
    }),
  );

  it('lets no source pass as inside that could leave the allowed Regions, however few of its Regions are named', () => {
    fc.assert(
      fc.property(routing, someRegions, ({ prefix, home, routes, named }, allowed) => {
        const real = [home, ...routes.filter((name) => name !== home)];
        const made = source(prefix, prefix === 'global' ? [home, ''] : real.slice(0, named), home);
        const { leaves } = residencyOf(made, allowed);
        const escapes = prefix === 'global' || real.some((name) => !allowed.includes(name));
        assert.ok(leaves || !escapes, `${prefix} from ${home} to ${real.join()} with ${allowed.join()}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('lets a source pass whose Regions, and all that AWS publishes for its prefix, are allowed', () => {
    const prefixes = fc.constantFrom(...GEOGRAPHIC_REGIONS.keys());
    fc.assert(
      fc.property(prefixes, fc.nat(), fc.integer({ min: 1, max: 5 }), (prefix, pick, named) => {
        const regions = published(prefix);
        const home = regions[pick % regions.length] ?? '';
        const made = source(prefix, [home, ...regions.filter((name) => name !== home)].slice(0, named), home);
        assert.equal(residencyOf(made, regions).leaves, false);
      }),
    );
  });
});

describe('where a profile’s data goes', () => {
  it('is as of its source, where its tag names that', () => {
    const tagged = profile('a', { [SOURCE_TAG]: `apac.${SONNET}` }, { models: modelArns(TOKYO) });
    assert.ok(profileDestinations(tagged).others && profileDestinations(tagged).further.includes('ap-southeast-2'));
    const newPrefix = profile(
      'a',
      { [SOURCE_TAG]: `amer.${SONNET}` },
      { models: modelArns(['us-east-1', 'us-west-2']) },
    );
    assert.deepEqual([profileDestinations(newPrefix).others, profileDestinations(newPrefix).bounded], [true, false]);
  });

  it('is inferred without the tag, and five Regions are never taken for all', () => {
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns(US) })).others, false);
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns(['eu-west-1']) })).others, false);
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns(TOKYO) })).others, true);
    const mixed = ['eu-west-1', 'us-east-1', 'sa-east-1', 'ap-south-1'];
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns(mixed) })).others, false);
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns([...mixed, 'af-south-1']) })).others, true);
    assert.equal(profileDestinations(profile('a', {}, { models: modelArns(['', 'us-east-1']) })).anywhere, true);
    assert.equal(profileDestinations(profile('a', {}, { models: [] })).others, true);
  });
});
