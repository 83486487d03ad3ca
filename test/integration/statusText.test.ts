/** What the status bar says in its few words. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Amount } from '../../src/core/money';
import { fromDecimal, NO_MONEY } from '../../src/core/money';
import { Problem, PROBLEM_CODES } from '../../src/core/problem';
import { priceCalculatorOf } from '../../src/store/pricing';
import type { StatusModel } from '../../src/features/statusBar/statusModel';
import { accessibilityLabel, statusText } from '../../src/features/statusBar/statusText';
import { tokens } from '../unit/features/snapshots';

const PRICING = priceCalculatorOf({}, undefined);
const usd = (text: string, whole = true): Amount => ({ money: fromDecimal(text) ?? NO_MONEY, whole });

describe('the status bar’s text', () => {
  const model = (estimate?: Amount): StatusModel => ({
    kind: 'tokens',
    sample: false,
    stale: false,
    partial: false,
    profiles: 1,
    tokens: { ...tokens(0), input: 12_300 },
    ...(estimate === undefined ? {} : { estimate }),
  });

  it('marks money as an estimate, whatever is shown beside it', () => {
    const four = model(usd('4.5'));
    assert.equal(statusText(four, 'both', PRICING), '$(pulse) 12.3K tok · est. $4.50');
    assert.equal(statusText(four, 'money', PRICING), '$(pulse) est. $4.50');
    assert.equal(statusText(four, 'tokens', PRICING), '$(pulse) 12.3K tok');
    assert.match(accessibilityLabel(four, PRICING, []), /estimated at \$4\.50\.$/);
    assert.equal(statusText({ ...four, sample: true }, 'money', PRICING), '$(beaker) est. $4.50 (sample)');
  });

  it('says of a sum with an unpriced part that it is at least that', () => {
    assert.equal(statusText(model(usd('4.5', false)), 'money', PRICING), '$(pulse) est. ≥ $4.50');
  });

  it('marks no dash, where nothing is priced or prices are not loaded yet', () => {
    assert.equal(statusText(model(usd('0', false)), 'money', PRICING), '$(pulse) –');
    assert.equal(statusText(model(), 'both', undefined), '$(pulse) 12.3K tok · –');
    assert.equal(statusText(model(usd('0')), 'money', PRICING), '$(pulse) est. $0.00', 'nothing used is a figure');
  });

  it('names what is wrong where there are no figures, for every problem', () => {
    for (const code of PROBLEM_CODES) {
      const trouble: StatusModel = { ...model(), kind: 'problem', problem: new Problem(code, { region: 'eu-west-9' }) };
      assert.match(statusText(trouble, 'both', PRICING), /^\$\(warning\) Bedrock: [A-Z].{5,}$/, code);
    }
    const expired: StatusModel = { ...model(), kind: 'problem', problem: new Problem('sso-expired') };
    assert.equal(statusText(expired, 'both', PRICING), '$(warning) Bedrock: AWS sign-in expired');
  });

  it('tells a screen reader the budgets that its colour warns of', () => {
    const warnings = [
      { sentence: 'My budget: estimated $9.00 of $10.00' },
      { sentence: 'Budget of core: estimated $8.00' },
    ];
    assert.match(
      accessibilityLabel(model(usd('4.5')), PRICING, warnings),
      /estimated at \$4\.50\. My budget: estimated \$9\.00 of \$10\.00\. Budget of core: estimated \$8\.00$/,
    );
    const trouble = { ...model(), kind: 'problem', problem: new Problem('throttled') } as const;
    assert.match(accessibilityLabel(trouble, undefined, warnings), /[^.]\. My budget: /);
  });
});
