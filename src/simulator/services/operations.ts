/** All operations, by service. */

import type { Operation, Service } from '../operation';
import { alarmOperations } from './alarms';
import { profileOperations } from './bedrock';
import { tagOperations } from './bedrockTags';
import { budgetsOperations } from './budgets';
import { cloudwatchOperations } from './cloudwatch';
import { costExplorerOperations } from './costExplorer';
import { modelOperations } from './models';
import { pricingOperations } from './pricing';
import { runtimeOperations } from './runtime';
import { stsOperations } from './sts';
import { taggingOperations } from './tagging';

export const operations: Readonly<Record<Service, Readonly<Record<string, Operation>>>> = {
  bedrock: { ...profileOperations, ...tagOperations, ...modelOperations },
  'bedrock-runtime': runtimeOperations,
  cloudwatch: { ...cloudwatchOperations, ...alarmOperations },
  tagging: taggingOperations,
  sts: stsOperations,
  pricing: pricingOperations,
  budgets: budgetsOperations,
  ce: costExplorerOperations,
};
