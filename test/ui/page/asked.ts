/** The bill, the comparison, the tags and the budgets, as the host would send them. */

import { add, fromDecimal, NO_MONEY, toDecimal, type Money } from '../../../src/core/money';
import type {
  PageBill,
  PageBudget,
  PageCostTags,
  PageReconciliation,
  PageState,
} from '../../../src/protocol/usagePage/state';
import { random } from './people';

const PRICE = 'Cost Explorer charges $0.01 per page of results, usually one page.';
const DAYS = 20;

const sum = (amounts: readonly string[]): Money =>
  amounts.reduce<Money>((all, text) => add(all, fromDecimal(text) ?? NO_MONEY), NO_MONEY);

const days = Array.from({ length: DAYS }, (_, index) => ({
  day: `2025-11-${String(index + 1).padStart(2, '0')}`,
  estimated: true,
  complete: index < DAYS - 2,
}));

function billRow(label: string, untagged: boolean, seed: number, size: number, of = days): PageBill['rows'][number] {
  const next = random(seed);
  const amounts = of.map((_, index) => (index % 7 === 1 ? '0' : (size * (0.3 + next())).toFixed(10)));
  const total = toDecimal(sum(amounts));
  return {
    label,
    untagged,
    total,
    days: amounts,
    services: [{ label: 'Claude Sonnet 4.5 (Amazon Bedrock Edition)', total }],
  };
}

const rows = [
  billRow('jane.doe', false, 3, 4.2),
  billRow('sam.green', false, 5, 1.9),
  billRow('wei.zhang', false, 8, 0.6),
  billRow('No value for MemberName', true, 13, 2.4),
];

export const askedBill: PageBill = {
  phase: 'ask',
  price: PRICE,
  grouping: 'tag:MemberName',
  groupings: [
    { id: 'tag:MemberName', label: 'Tag MemberName' },
    { id: 'tag:Team', label: 'Tag Team' },
    { id: 'account', label: 'Linked account' },
  ],
  month: '2025-11',
  months: [
    { id: '2025-11', label: 'November 2025' },
    { id: '2025-10', label: 'October 2025' },
  ],
  perMonth: false,
  days: [],
  rows: [],
  next: '',
};

export const readyBill = (now: number): PageBill => ({
  ...askedBill,
  phase: 'ready',
  days,
  rows: [...rows].reverse(),
  total: toDecimal(sum(rows.map(({ total }) => total))),
  asOf: now - 3_600_000,
  lastCompleteDay: '2025-11-18',
  next: 'It took 1 request to Cost Explorer. A new complete day can exist from 22 Nov 2025, 03:00.',
});

/** The first days of twelve months: all but the last one are closed. */
const months = Array.from({ length: 12 }, (_, index) => ({
  day: new Date(Date.UTC(2024, 11 + index)).toISOString().slice(0, 10),
  estimated: index === 11,
  complete: index < 11,
}));

const yearRows = [
  billRow('jane.doe', false, 3, 84, months),
  billRow('sam.green', false, 5, 39, months),
  billRow('No value for MemberName', true, 13, 61, months),
];

/** The last twelve months, month by month. */
export const yearBill = (now: number): PageBill => ({
  ...readyBill(now),
  month: 'year',
  months: [...askedBill.months, { id: 'year', label: 'Last 12 months' }],
  perMonth: true,
  days: months,
  rows: yearRows,
  total: toDecimal(sum(yearRows.map(({ total }) => total))),
});

export const problem: NonNullable<PageState['problem']> = {
  sentence: 'You are not allowed to read Cost Explorer: ce:GetCostAndUsage was denied for jane.doe.',
  action: { id: 'show-policy', label: 'Show the Policy You Need' },
};

export const askedReconciliation: PageReconciliation = { phase: 'ask', price: PRICE, rows: [], notes: [] };

export const readyReconciliation: PageReconciliation = {
  ...askedReconciliation,
  phase: 'ready',
  rows: [
    {
      label: 'jane.doe',
      untagged: false,
      estimate: { usd: '78.12', whole: true },
      bill: '84.9000000001',
      difference: '6.7800000001',
      reasons: [
        {
          code: 'one-hour-writes',
          sentence: 'Cache writes that are kept for an hour cost more than the 5-minute rate that the estimate uses.',
          usd: '5.10',
        },
        { code: 'rest', sentence: 'The rest is not explained.', usd: '1.6800000001' },
      ],
      days: [
        {
          day: '2025-11-17',
          estimate: { usd: '8.10', whole: true },
          bill: '8.10',
          difference: '0',
          reasons: [],
        },
        {
          day: '2025-11-19',
          estimate: { usd: '6.00', whole: true },
          bill: '3.20',
          difference: '-2.80',
          reasons: [{ code: 'late', sentence: 'Not all of this day’s usage has reached the bill.', usd: '-2.80' }],
        },
      ],
    },
    {
      label: 'sam.green',
      untagged: false,
      estimate: { usd: '20.00', whole: false },
      bill: '31.40',
      difference: '11.40',
      reasons: [{ code: 'unpriced', sentence: 'A model of this member has no known price.' }],
      days: [],
    },
    {
      label: 'ana.ruiz',
      untagged: false,
      bill: '12.50',
      difference: '12.50',
      reasons: [{ code: 'other-region', sentence: 'Usage in a Region that you are not connected to.', usd: '12.50' }],
      days: [
        {
          day: '2025-11-18',
          bill: '12.50',
          difference: '12.50',
          reasons: [
            { code: 'other-region', sentence: 'Usage in a Region that you are not connected to.', usd: '12.50' },
          ],
        },
      ],
    },
    {
      label: 'No value for MemberName',
      untagged: true,
      estimate: { usd: '0', whole: true },
      bill: '44.00',
      difference: '44.00',
      reasons: [{ code: 'no-tag', sentence: 'Traffic that did not go through a profile carries no tag.', usd: '44' }],
      days: [],
    },
  ],
  total: {
    estimate: { usd: '98.12', whole: false },
    bill: '172.8000000001',
    difference: '74.6800000001',
    reasons: [],
  },
  notes: [
    'Days are days in UTC; the last complete day is 18 November 2025.',
    'Credits, refunds and taxes are not in the bill’s side: only usage is.',
  ],
};

export const askedTags: PageCostTags = {
  phase: 'ask',
  price: 'Asking costs nothing.',
  keys: [],
  activationSteps: [],
  actions: [],
};

export const readyTags: PageCostTags = {
  ...askedTags,
  phase: 'ready',
  keys: [
    { key: 'MemberName', status: 'active', sentence: 'The bill has been split by it since 3 November 2025.' },
    { key: 'Team', status: 'inactive', sentence: 'It is known to the payer account and can be activated.' },
    { key: 'CostCenter', status: 'unknown', sentence: 'This account may not ask: only the payer account may.' },
  ],
  activationSteps: [
    { step: 'First tagged call', date: '1 November 2025', done: true },
    { step: 'AWS shows the tag to the payer account', date: 'by 2 November 2025', done: true },
    { step: 'The tag is on the bill', date: 'within 24 hours of its activation', done: false },
  ],
  actions: [
    { id: 'activate', label: 'Activate Team' },
    { id: 'backfill', label: 'Fill Back Up to 12 Months' },
  ],
};

const budget = (one: Partial<PageBudget>): PageBudget => ({
  label: 'jane.doe',
  period: 'this month (UTC)',
  limit: '100',
  elapsed: 0.68,
  forecastText: 'No forecast: less than 5% of the period has elapsed.',
  state: 'fine',
  warnAt: [0.5, 0.8],
  ...one,
});

/** In Berlin, 15:31. */
const BUDGETS_AS_OF = Date.parse('2025-11-21T14:31:00Z');

export const someBudgets: PageBudget[] = [
  budget({
    spent: { usd: '41.25', whole: true },
    region: 'eu-central-1',
    asOf: BUDGETS_AS_OF,
    used: 0.4125,
    forecast: '62.10',
    forecastText: 'Forecast for the end of the period: $62.10 at the current rate.',
  }),
  budget({
    label: 'Team platform',
    spent: { usd: '441.9', whole: false },
    region: 'eu-central-1',
    asOf: BUDGETS_AS_OF,
    used: 0.8838,
    limit: '500',
    state: 'warning',
    forecast: '655',
    forecastText: 'Forecast for the end of the period: ≥ $655.00 at the current rate.',
  }),
  budget({
    label: 'Team data',
    spent: { usd: '131', whole: true },
    region: 'eu-central-1',
    asOf: BUDGETS_AS_OF,
    used: 1.31,
    state: 'over',
    forecast: '180.2',
    forecastText: 'Forecast for the end of the period: $180.20 at the current rate.',
  }),
  budget({
    label: 'Everybody',
    state: 'unknown',
    forecastText: 'No forecast: spend is not known yet.',
    problem: {
      sentence: 'Usage of this month is not known yet.',
      action: { id: 'refresh-month', label: 'Ask for It' },
    },
  }),
];

export const budgetActions: PageState['budgetActions'] = [
  { id: 'set-budget', label: 'Set Budget…' },
  { id: 'manage-alerts', label: 'AWS Budgets and Alarms…' },
];
