/** The input of a call: checked, and counted with what the account has cached. */

import type { Model } from '../catalog';
import type { Context } from '../operation';
import { checkCachePoints } from './cachePointRules';
import { cacheRulesOf } from './modelRules';
import type { Prompt } from './prompt';
import { promptCacheOf } from './promptCache';
import type { Api } from './refusals';
import type { InputUsage } from './tokens';

/** Reads from the cache and writes to it. Throws what Bedrock answers to cache points that it refuses. */
export function countInput(
  api: Api,
  model: Model,
  prompt: Prompt,
  { account, region, now }: Pick<Context, 'account' | 'region' | 'now'>,
): InputUsage {
  checkCachePoints(api, model, prompt);
  const rules = cacheRulesOf(model);
  if (!rules) return { input: prompt.tokens, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 };
  return promptCacheOf(account).count(`${region} ${model.id}`, prompt, rules, now);
}
