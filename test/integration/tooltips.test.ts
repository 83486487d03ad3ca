/** How estimates are explained where they stand. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { priceCalculatorOf } from '../../src/store/pricing';
import type { Snapshot } from '../../src/store/snapshot';
import { rowTooltip } from '../../src/features/profiles/rowTooltip';
import { statusModelOf } from '../../src/features/statusBar/statusModel';
import { statusTooltip } from '../../src/features/statusBar/statusTooltip';
import { treeOf, type Row } from '../../src/features/profiles/treeModel';
import { HAIKU, modelArns, owned, SONNET } from '../unit/core/builders';
import { known, MINUTE, NOW, report, team, withProfiles } from '../unit/features/snapshots';

const PRICES = {
  [SONNET]: { input: 2.2, output: 11, cacheRead: 0.22, cacheWrite: 2.75 },
  [HAIKU]: { input: 1, output: 5, cacheRead: 0.125, cacheWrite: 1.25 },
};
const jane = owned('jane', 'Core', 'jane.doe');
const john = owned('john', 'Core', 'john');
const johns = owned('second', 'Core', 'john', { models: modelArns(['eu-west-1'], HAIKU) });
const idle = owned('idle', 'Core', 'john');
const fresh = owned('fresh', 'Core', 'john', { createdAt: NOW + MINUTE });

const having = (profiles: Parameters<typeof withProfiles>[0]): Snapshot =>
  withProfiles(profiles, {
    pricing: priceCalculatorOf(PRICES, undefined),
    mine: known(report([[jane, 1000]])),
    everyone: team([
      [john, 3000],
      [johns, 7000],
    ]),
  });

/** A tooltip as it is read: without what keeps words together. */
const read = (text: ReturnType<typeof rowTooltip>): string =>
  (text?.value ?? '').replaceAll('&nbsp;', ' ').replaceAll(/\\(?=[^a-z])/g, '');

function rowOf(snapshot: Snapshot, grouping: 'owner' | 'model', id: string): Row {
  const all = (rows: readonly Row[]): readonly Row[] =>
    rows.flatMap((row) => [row, ...(row.kind === 'group' ? all(row.children) : [])]);
  return all(treeOf(snapshot, grouping).rows).find((row) => row.id === id) ?? assert.fail(id);
}

describe('the tooltip of a group in the tree', () => {
  const JOHN = 'member:["Core","john"]';
  const SONNETS = [
    'Claude Sonnet 4.5',
    '(3,000 input × $2.20 + 30,000 output × $11.00 + 300,000 cache read × $0.22 + 3,000,000 cache write × $2.75) per million = $8.65',
  ];
  const CORES_SONNETS = [
    'Claude Sonnet 4.5',
    '(4,000 input × $2.20 + 40,000 output × $11.00 + 400,000 cache read × $0.22 + 4,000,000 cache write × $2.75) per million = $11.54',
  ];
  const HAIKUS = [
    'Claude Haiku 4.5',
    '(7,000 input × $1.00 + 70,000 output × $5.00 + 700,000 cache read × $0.125 + 7,000,000 cache write × $1.25) per million = $9.19',
  ];

  it('has the formula of its estimate for each model and tier, with the numbers', () => {
    const snapshot = having([jane, john, johns, idle]);
    const expected = [
      [JOHN, [...SONNETS, ...HAIKUS, 'Estimate $17.85: Price from settings', 'CloudWatch, ']],
      // Mine are in my team, too.
      ['team:Core', [...CORES_SONNETS, ...HAIKUS, 'Estimate $20.73: Price from settings', 'CloudWatch, ']],
    ] as const;
    for (const [id, parts] of expected) {
      const text = read(rowTooltip(rowOf(snapshot, 'owner', id), snapshot));
      for (const part of parts) assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });

  it('is a table where there is one model: of mine, and in the grouping by model', () => {
    const snapshot = having([jane, john, johns]);
    const mine = read(rowTooltip(rowOf(snapshot, 'owner', 'mine'), snapshot));
    assert.match(mine, /Claude Sonnet 4\.5/);
    assert.match(mine, /\| Input \| 1,000 \| × \$2\.20 \| = <?\$0\.0/);
    const model = read(rowTooltip(rowOf(snapshot, 'model', 'model:Claude Haiku 4.5'), snapshot));
    assert.match(model, /\| Cache write \| 7,000,000 \| × \$1\.25 \| = \$8\.75 \|/);
  });

  it('comes to what the row says', () => {
    const snapshot = having([jane, john, johns, idle]);
    const row = rowOf(snapshot, 'owner', JOHN);
    assert.ok(row.kind === 'group' && row.estimate !== undefined && snapshot.pricing !== undefined);
    assert.ok(read(rowTooltip(row, snapshot)).includes(`Estimate ${snapshot.pricing.text(row.estimate)}:`));
  });

  it('says of how many profiles nothing is known', () => {
    const snapshot = having([john, fresh]);
    assert.match(
      read(rowTooltip(rowOf(snapshot, 'owner', JOHN), snapshot)),
      /Tokens of 1 of 2 profiles aren’t known yet/,
    );
    const nothing = withProfiles([john]);
    const text = read(rowTooltip(rowOf(nothing, 'owner', JOHN), nothing));
    assert.match(text, /Tokens aren’t known yet\./);
    assert.doesNotMatch(text, /CloudWatch|Estimate/);
  });

  it('takes a tag for text, whatever it holds', () => {
    const wild = owned('wild', 'Core', '[x](command:boom) **b** $(beaker)');
    const snapshot = withProfiles([wild]);
    const id = `member:${JSON.stringify(['Core', '[x](command:boom) **b** $(beaker)'])}`;
    const text = rowTooltip(rowOf(snapshot, 'owner', id), snapshot);
    assert.equal(text?.isTrusted, undefined);
    assert.doesNotMatch(text?.value ?? '', /(?<!\\)\[x|(?<!\\)\*\*b/);
  });

  it('has none where there is nobody', () => {
    const snapshot = having([john]);
    assert.equal(rowTooltip(rowOf(snapshot, 'owner', 'mine'), snapshot), undefined);
  });
});

describe('prices in tooltips', () => {
  it('have two decimals at least, as on the page', () => {
    const snapshot = having([jane]);
    const profile = read(rowTooltip({ ...rowOf(snapshot, 'owner', jane.arn) }, snapshot));
    assert.ok(profile.includes('× $2.20 / 1M'), profile);
    const model = statusModelOf(snapshot, NOW, MINUTE);
    const status = read(statusTooltip(model, snapshot, { budgets: () => [], agents: () => [] }));
    assert.ok(status.includes('× $2.20 |'), status);
  });
});
