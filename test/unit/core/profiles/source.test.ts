import assert from 'node:assert/strict';
import { arn } from '../../../../src/core/ids';
import { destinationRegions, prefixOf, sourceOf, type Source } from '../../../../src/core/profiles/source';
import { HAIKU, modelArns, SONNET } from '../builders';

const of = (regions: readonly string[], tag?: string): Source => sourceOf(modelArns(regions), tag);

describe('the source, inferred from the model ARNs', () => {
  it('is global where a model’s Region is empty, even beside others', () => {
    for (const regions of [[''], ['', 'eu-west-1'], ['us-east-1', '', 'eu-west-1']])
      assert.deepEqual(of(regions), {
        tier: 'global',
        geo: 'global',
        model: SONNET,
        id: `global.${SONNET}`,
        exact: false,
      });
  });

  const geographies: readonly (readonly [string, readonly string[]])[] = [
    ['us', ['us-east-1', 'us-east-2', 'us-west-2']],
    ['us', ['ca-central-1', 'us-east-1', 'us-west-2']],
    ['eu', ['eu-central-1', 'eu-north-1', 'eu-west-3']],
    ['jp', ['ap-northeast-1', 'ap-northeast-3']],
    ['au', ['ap-southeast-2', 'ap-southeast-4']],
    ['apac', ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-2']],
    ['apac', ['ap-northeast-1', 'ap-northeast-2']],
    ['us-gov', ['us-gov-east-1', 'us-gov-west-1']],
    ['ca', ['ca-central-1', 'ca-west-1']],
  ];
  for (const [geo, regions] of geographies) {
    it(`is geographic (${geo}) for ${regions.join(', ')}`, () => {
      const { tier, geo: found, id, exact } = of(regions);
      assert.deepEqual([tier, found, id, exact], ['geographic', geo, `${geo}.${SONNET}`, false]);
      assert.equal(of([...regions].reverse()).geo, geo, 'in any order');
    });
  }

  it('has no name where no geography holds its Regions', () => {
    const { tier, geo, id } = of(['eu-west-1', 'us-east-1']);
    assert.deepEqual([tier, geo, id], ['geographic', '', undefined]);
    assert.equal(of(['us-east-1', 'us-gov-west-1']).geo, '');
  });

  it('is in-region for one Region', () => {
    const { tier, geo, id } = of(['eu-west-1']);
    assert.deepEqual([tier, geo, id], ['in-region', '', SONNET]);
  });

  it('names no model where there are several or none', () => {
    const mixed = sourceOf([...modelArns(['eu-west-1']), ...modelArns(['eu-west-1'], HAIKU)], undefined);
    assert.deepEqual([mixed.tier, mixed.model, mixed.id], ['in-region', undefined, undefined]);
    const none = sourceOf([], undefined);
    assert.deepEqual(none, { tier: 'unknown', geo: '', model: undefined, id: undefined, exact: false });
  });
});

describe('the source’s tag', () => {
  it('makes it exact where the ARNs bear it out', () => {
    const apac = of(['ap-northeast-1', 'ap-northeast-3'], `apac.${SONNET}`);
    assert.deepEqual([apac.tier, apac.geo, apac.id, apac.exact], ['geographic', 'apac', `apac.${SONNET}`, true]);
    assert.equal(of([''], `global.${SONNET}`).exact, true);
    assert.equal(of(['eu-west-1'], SONNET).exact, true);
    assert.equal(of(['ca-central-1', 'us-east-1'], `us.${SONNET}`).exact, true);
    assert.equal(of(['eu-west-1', 'il-central-1'], `eu.${SONNET}`).exact, true, 'at the edge of its geography');
    assert.equal(of(['mx-central-1', 'us-east-1'], `mx.${SONNET}`).exact, true, 'a geography that is new to us');
    const amer = of(['ca-central-1', 'us-east-1'], `amer.${SONNET}`);
    assert.deepEqual([amer.geo, amer.model, amer.exact], ['amer', SONNET, true], 'a prefix that is in no list');
  });

  const lies: readonly (readonly [string, readonly string[], string])[] = [
    ['another model', ['eu-west-1', 'eu-central-1'], `eu.${HAIKU}`],
    ['a geography, where the ARNs are global', [''], `eu.${SONNET}`],
    ['a foundation model, where the ARNs are global', [''], SONNET],
    ['global, where the ARNs are geographic', ['eu-west-1', 'eu-central-1'], `global.${SONNET}`],
    ['global, where there is one Region', ['eu-west-1'], `global.${SONNET}`],
    ['one Region, where there are several', ['eu-west-1', 'eu-central-1'], SONNET],
    ['Europe, where the Regions are American', ['us-east-1', 'us-west-2'], `eu.${SONNET}`],
    ['the US, where the Regions are the government’s', ['us-gov-east-1', 'us-gov-west-1'], `us.${SONNET}`],
    ['nothing at all', ['eu-west-1', 'eu-central-1'], ''],
    ['nonsense', ['eu-west-1', 'eu-central-1'], 'tell no one'],
  ];
  for (const [what, regions, tag] of lies) {
    it(`is not believed when it names ${what}`, () => {
      assert.deepEqual(of(regions, tag), of(regions));
    });
  }

  it('is not believed where the ARNs name several models or none', () => {
    const both = [...modelArns(['eu-west-1']), ...modelArns(['eu-west-1'], HAIKU)];
    assert.equal(sourceOf(both, SONNET).exact, false);
    assert.equal(sourceOf([], `eu.${SONNET}`).exact, false);
  });
});

describe('the prefix of a source', () => {
  it('is what precedes the model that its ARNs name, whatever it is', () => {
    for (const prefix of ['eu', 'us-gov', 'global', 'amer', 'in', 'later'])
      assert.equal(prefixOf({ id: `${prefix}.${SONNET}`, models: modelArns(['eu-west-1']) }), prefix);
    assert.equal(prefixOf({ id: SONNET, models: modelArns(['eu-west-1']) }), '');
    const dots = 'deepseek.v3.2';
    assert.equal(prefixOf({ id: dots, models: modelArns(['us-east-1'], dots) }), '', 'a maker is no prefix');
    assert.equal(prefixOf({ id: `us.${dots}`, models: modelArns(['us-east-1'], dots) }), 'us');
  });

  it('is looked up where the ARNs name no model, and is none where that fails', () => {
    assert.equal(prefixOf({ id: `eu.${SONNET}`, models: [] }), 'eu');
    assert.equal(prefixOf({ id: `later.${SONNET}`, models: [] }), '');
  });
});

describe('the Regions that data may be processed in', () => {
  it('are named once each, in order; an empty one is any commercial Region', () => {
    assert.deepEqual(destinationRegions(modelArns(['eu-west-1', '', 'eu-central-1', 'eu-west-1'])), [
      '',
      'eu-central-1',
      'eu-west-1',
    ]);
    assert.deepEqual(destinationRegions([]), []);
  });

  it('are any where an ARN cannot be read: not known is not safe', () => {
    assert.deepEqual(destinationRegions([arn('nonsense')]), ['']);
  });
});
