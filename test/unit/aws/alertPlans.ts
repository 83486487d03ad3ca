/** Alerts as the tests make them. */

import type { AlarmPlan, Alert, AlertPlan, AnomalyPlan, BudgetPlan } from '../../../src/core/alerts/alerts';
import type { AwsApi } from '../../../src/core/awsApi';
import { wanted } from './connect';

export const ACCOUNT = '111122223333';
export const BUDGET: BudgetPlan = {
  kind: 'budget',
  name: 'BedrockTally Team platform',
  amount: '250.50',
  period: 'monthly',
  tagKey: 'Team',
  tagValue: 'platform',
  thresholds: [80, 100],
  email: 'lead@example.com',
};
export const ANOMALY: AnomalyPlan = {
  kind: 'anomaly',
  name: 'BedrockTally Team platform',
  tagKey: 'Team',
  tagValue: 'platform',
  minimumUsd: '20',
  email: 'lead@example.com',
};
export const ALARM: AlarmPlan = {
  kind: 'alarm',
  name: 'BedrockTally jane.doe',
  modelIds: ['k3x9q2m7w1ab'],
  metricNames: ['InputTokenCount', 'OutputTokenCount', 'CacheReadInputTokens'],
  tokens: 2_000_000,
  periodSeconds: 3600,
  topic: undefined,
};
export const PLANS: readonly AlertPlan[] = [BUDGET, ANOMALY, ALARM];

export const ours = async (aws: AwsApi): Promise<readonly Alert[]> => (await aws.alerts.list(wanted())).alerts;
