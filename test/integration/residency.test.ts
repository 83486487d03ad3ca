/**
 * What the wizard, the tooltip and the page say of where data may be processed, where AWS names five Regions of more.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_OWNER_KEYS, type CopySource } from '../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../src/core/profiles/source';
import { reviewItems } from '../../src/features/createProfile/reviewStep';
import { sourceItem } from '../../src/features/createProfile/sourceStep';
import type { WizardContext, WizardOptions } from '../../src/features/createProfile/context';
import { profileTooltip } from '../../src/features/profiles/profileTooltip';
import { modelArns, profile, SONNET, source } from '../unit/core/builders';
import { withProfiles } from '../unit/features/snapshots';

const TOKYO = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'];
const US = ['us-east-1', 'us-east-2', 'us-west-2'];

const options = (allowedRegions: readonly string[], outside: 'warn' | 'block' = 'block'): WizardOptions => ({
  keys: DEFAULT_OWNER_KEYS,
  myNames: [],
  team: '',
  member: '',
  members: [],
  templates: { name: '', description: '' },
  extraTags: {},
  requiredTags: {},
  allowedRegions,
  outside,
  sample: false,
});

function whereRow(from: CopySource, allowed: readonly string[]) {
  const plan = { name: 'a', description: undefined, source: from, tags: {} };
  const context = { options: options(allowed) } as WizardContext;
  const rows = reviewItems(plan, context, { failure: undefined, nameNote: '', descriptionNote: '' });
  return rows.find(({ label }) => label === 'Data may be processed in') ?? assert.fail('there is no such row');
}

describe('where data may be processed', () => {
  const asia = source('apac', TOKYO);

  it('is said in the review with what AWS does not name', () => {
    const { description, detail } = whereRow(asia, []);
    assert.equal(description, `${TOKYO.join(', ')}, and possibly others`);
    assert.match(
      detail ?? '',
      /^Possibly also in ap-east-2, .*ap-southeast-2.*, as AWS publishes for this prefix \(2026-/,
    );
    assert.equal(whereRow(source('us', US), US).description, US.join(', '));
    assert.equal(whereRow(source('us', US), US).detail, undefined);
    assert.equal(whereRow(source('amer', US), []).description, `${US.join(', ')}, and possibly others`);
  });

  it('blocks a source that may leave the allowed Regions, and says how', () => {
    const blocked = sourceItem(asia, [], options(TOKYO));
    assert.equal(blocked.value, undefined);
    assert.match(blocked.detail ?? '', / · May leave the allowed Regions: ap-east-2, .*ap-southeast-2/);
    assert.match(whereRow(asia, TOKYO).detail ?? '', /^May leave the allowed Regions: /);
    const unknown = sourceItem(source('amer', US), [], options(US));
    assert.match(unknown.detail ?? '', /AWS names at most five, and publishes no others for this prefix$/);
    assert.equal(unknown.value, undefined);
    assert.equal(unknown.description, 'Geographic (AMER) · blocked');
    assert.equal(sourceItem(asia, [], options(TOKYO, 'warn')).value, asia);
    assert.equal(sourceItem(source('us', US), [], options(US)).detail, `us.${SONNET}`);
  });

  it('is said in a profile’s tooltip', () => {
    const mine = profile('asia', { [SOURCE_TAG]: `apac.${SONNET}` }, { models: modelArns(TOKYO) });
    const text = profileTooltip(mine, withProfiles([mine]))
      .value.replaceAll('&nbsp;', ' ')
      .replaceAll('\\', '');
    assert.match(text, /Data processed in\*\* ap-northeast-1, .*, and possibly others/);
    assert.match(text, /Possibly also in ap-east-2/);
  });
});
