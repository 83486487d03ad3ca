/** All operations, by service. */

import type { Operation, Service } from '../operation';
import { profileOperations } from './bedrock';
import { tagOperations } from './bedrockTags';
import { cloudwatchOperations } from './cloudwatch';
import { modelOperations } from './models';
import { runtimeOperations } from './runtime';
import { stsOperations } from './sts';
import { taggingOperations } from './tagging';

export const operations: Readonly<Record<Service, Readonly<Record<string, Operation>>>> = {
  bedrock: { ...profileOperations, ...tagOperations, ...modelOperations },
  'bedrock-runtime': runtimeOperations,
  cloudwatch: cloudwatchOperations,
  tagging: taggingOperations,
  sts: stsOperations,
};
