/** What the usage page says of the extension's own cost. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { extensionCostText } from '../../src/features/usage/extensionCost';
import { NOTHING } from '../unit/features/snapshots';

describe('the extension’s cost on the page', () => {
  const extensionCost = { month: '2026-11', metrics: 12_345, requests: 2 };

  it('is said to be the most it can have been, because what AWS refused is counted, too', () => {
    assert.equal(
      extensionCostText({ ...NOTHING, extensionCost }, 'en-US'),
      'Bedrock Tally itself has cost at most $0.15 in November 2026 on this machine (CloudWatch metrics: 12,345; Cost Explorer requests: 2; failed requests included).',
    );
  });

  it('is not said to be nothing where it is little, nor anything before it is counted', () => {
    const little = extensionCostText(
      { ...NOTHING, extensionCost: { ...extensionCost, metrics: 4, requests: 0 } },
      'en-US',
    );
    assert.match(little, /at most \$0\.01 /);
    assert.equal(extensionCostText(NOTHING, 'en-US'), '');
  });

  it('is what it would have been on sample data', () => {
    assert.equal(
      extensionCostText({ ...NOTHING, sample: true, extensionCost }, 'en-US'),
      'With AWS, Bedrock Tally itself would have cost at most $0.15 so far (CloudWatch metrics: 12,345; Cost Explorer requests: 2).',
    );
  });

  it('counts one as one', () => {
    const one = { ...NOTHING, extensionCost: { ...extensionCost, metrics: 1, requests: 1 } };
    assert.match(extensionCostText(one, 'en-US'), /\(CloudWatch metrics: 1; Cost Explorer requests: 1; /);
    assert.match(
      extensionCostText({ ...one, sample: true }, 'en-US'),
      /\(CloudWatch metrics: 1; Cost Explorer requests: 1\)/,
    );
  });
});
