/** Other services on the bill of a company, for tests of filters. */

import { DAY } from '../usagePattern';
import { parseDecimal } from './decimal';
import { DIGITS, type BillLine, type RecordType } from './billLine';

interface ServiceCost {
  readonly recordType: RecordType;
  readonly service: string;
  readonly usageType: string;
  readonly operation: string;
  readonly unit: string;
  readonly region: 'home' | 'global' | 'NoRegion';
  readonly quantity: string;
  readonly usd: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Once a month, on this day of it; absent: each day. */
  readonly on?: number;
}

const ITEMS: readonly ServiceCost[] = [
  {
    recordType: 'Usage',
    service: 'Amazon Elastic Compute Cloud - Compute',
    usageType: 'BoxUsage:m7i.large',
    operation: 'RunInstances',
    unit: 'Hrs',
    region: 'home',
    quantity: '24',
    usd: '2.4192',
    tags: { Team: 'platform', Project: 'orchard' },
  },
  {
    recordType: 'Usage',
    service: 'Amazon Simple Storage Service',
    usageType: 'TimedStorage-ByteHrs',
    operation: 'StandardStorage',
    unit: 'GB-Mo',
    region: 'home',
    quantity: '61.2903225806',
    usd: '1.4096774194',
    tags: { Team: 'data', CostCenter: 'CC-3100' },
  },
  {
    recordType: 'Usage',
    service: 'AmazonCloudWatch',
    usageType: 'CW:GMD-Metrics',
    operation: 'GetMetricData',
    unit: 'Metrics',
    region: 'home',
    quantity: '4200',
    usd: '0.042',
  },
  {
    recordType: 'Usage',
    service: 'AWS Cost Explorer',
    usageType: 'USE1-APIRequest',
    operation: 'GetCostAndUsage',
    unit: 'Request',
    region: 'home',
    quantity: '12',
    usd: '0.12',
  },
  {
    recordType: 'Tax',
    service: 'Tax',
    usageType: '',
    operation: '',
    unit: '',
    region: 'NoRegion',
    quantity: '1',
    usd: '41.37',
    on: 1,
  },
  {
    recordType: 'Credit',
    service: 'Amazon Bedrock',
    usageType: 'USE1-NovaPro-input-tokens',
    operation: 'InvokeModelInference',
    unit: '1K tokens',
    region: 'home',
    quantity: '0',
    usd: '-12.5',
    on: 2,
  },
];

/** The tag keys of these services' resources. */
export const OTHER_TAG_KEYS: ReadonlySet<string> = new Set(ITEMS.flatMap(({ tags = {} }) => Object.keys(tags)));

/** The lines of one UTC day. `showsTag` decides which tag keys are on the bill that day. */
export function otherLines(
  day: number,
  account: { readonly id: string; readonly region: string },
  showsTag: (key: string) => boolean,
): readonly BillLine[] {
  const dayOfMonth = new Date(day * DAY).getUTCDate();
  return ITEMS.filter(({ on }) => on === undefined || on === dayOfMonth).map((item) => ({
    day,
    account: account.id,
    region: item.region === 'home' ? account.region : item.region,
    recordType: item.recordType,
    service: item.service,
    usageType: item.usageType,
    operation: item.operation,
    unit: item.unit,
    quantity: parseDecimal(item.quantity, DIGITS),
    cost: parseDecimal(item.usd, DIGITS),
    tags: new Map(Object.entries(item.tags ?? {}).filter(([key]) => showsTag(key))),
    source: '',
    principal: '',
  }));
}
