import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatMoney, toDecimal } from '../../../../src/core/money';
import { extensionCostAtMost } from '../../../../src/core/billing/extensionCost';

describe('what we cost at the most', () => {
  const shown = (metrics: number, requests: number): string =>
    formatMoney(extensionCostAtMost({ metrics, requests }), 'en-US');

  it('is nothing for nothing, and a cent for the first metric', () => {
    assert.equal(shown(0, 0), '$0.00');
    assert.equal(shown(1, 0), '$0.01');
    assert.equal(shown(1000, 0), '$0.01');
    assert.equal(shown(1001, 3), '$0.05');
  });

  it('is never less than AWS can have billed, and less than a cent more', () => {
    const counts = fc.nat({ max: 10_000_000 });
    fc.assert(
      fc.property(counts, counts, (metrics, requests) => {
        const thousandths = Math.round(Number(toDecimal(extensionCostAtMost({ metrics, requests }))) * 100_000);
        const exact = metrics + requests * 1000;
        assert.ok(thousandths >= exact && thousandths < exact + 1000, String([thousandths, exact]));
      }),
    );
  });
});
