import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PageState } from '../../../../src/protocol/usagePage/state';
import {
  choose,
  chosenIn,
  messageFor,
  stillPending,
  type PendingChoices,
  type Chosen,
} from '../../../../src/webview/usage/pendingChoices';
import { readyBill } from '../../../ui/page/asked';
import { NOW, ready } from '../../../ui/page/states';

const FIRST: Chosen = { scope: 'mine', range: '24h', grouping: 'tag:MemberName', month: '2025-11' };

const SHOWN = ready();
const BILL = readyBill(NOW);

/** What the host shows of choices. */
const shows = ({ scope, range, grouping, month }: Chosen): PageState => ({
  ...SHOWN,
  scope,
  range,
  bill: { ...BILL, grouping, month },
});

const choice = fc.oneof(
  fc.record({ name: fc.constant('scope' as const), wanted: fc.constantFrom('mine', 'team', 'all') }),
  fc.record({ name: fc.constant('range' as const), wanted: fc.constantFrom('1h' as const, '24h' as const) }),
  fc.record({ name: fc.constant('grouping' as const), wanted: fc.constantFrom('tag:MemberName', 'tag:Team') }),
  fc.record({ name: fc.constant('month' as const), wanted: fc.constantFrom('2025-11', '2025-10', 'year') }),
);

describe('what the reader chooses', () => {
  it('is seen at once, and stays while states arrive that were on their way', () => {
    const before = shows(FIRST);
    const asked = choose({}, before, 'grouping', 'tag:Team');
    const still = stillPending(asked, { ...before, refreshing: true });
    assert.deepEqual(chosenIn(still, before), { ...FIRST, grouping: 'tag:Team' });
    const both = choose(still, before, 'month', '2025-10');
    assert.deepEqual(messageFor('month', chosenIn(both, before)), {
      type: 'bill',
      grouping: 'tag:Team',
      month: '2025-10',
    });
    const half = shows({ ...FIRST, grouping: 'tag:Team' });
    assert.deepEqual(Object.keys(stillPending(both, half)), ['month']);
  });

  it('gives way to what the host shows instead', () => {
    const asked = choose({}, shows(FIRST), 'scope', 'team');
    const opened = shows({ ...FIRST, scope: 'p1' });
    assert.deepEqual(stillPending(asked, opened), {});
    assert.deepEqual(choose(asked, shows(FIRST), 'scope', 'mine'), {}, 'what is shown already is not waited for');
  });

  it('is what the host has been told in the end, however fast the choices and however late the answers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(choice, fc.nat(3)), { maxLength: 12 }), (steps) => {
        let [seen, host, choices]: [Chosen, Chosen, PendingChoices] = [FIRST, FIRST, {}];
        const answers: Chosen[] = [];
        const arrive = (): void => {
          seen = answers.shift() ?? seen;
          choices = stillPending(choices, shows(seen));
        };
        for (const [{ name, wanted }, late] of steps) {
          choices = choose(choices, shows(seen), name, wanted);
          const now = chosenIn(choices, shows(seen));
          assert.equal(now[name], wanted);
          host = { ...host, ...messageFor(name, now) };
          answers.push(host);
          while (answers.length > late) arrive();
        }
        while (answers.length > 0) arrive();
        assert.deepEqual([choices, chosenIn(choices, shows(seen))], [{}, chosenIn({}, shows(host))]);
      }),
      { numRuns: 300 },
    );
  });
});
