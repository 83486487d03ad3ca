/** Which cache points Bedrock refuses. The wordings are those that public reports quote. */

import type { Model } from '../catalog';
import { RequestValidator } from '../requestValidator';
import { AwsError, validation } from '../errors';
import { cacheRulesOf, claudeOf } from './modelRules';
import { cachePointsOf, type CachePoint, type Prompt } from './prompt';
import { refusedByModel, type Api } from './refusals';

const MOST = 4;
const LIFETIMES = ['5m', '1h'];

function checkLifetimes(api: Api, points: readonly CachePoint[]): void {
  const validator = new RequestValidator();
  for (const { ttl, path } of points) {
    if (ttl === undefined || LIFETIMES.some((lifetime) => lifetime === ttl)) continue;
    if (api === 'invoke')
      throw refusedByModel(api, `${path}.cache_control.ephemeral.ttl: Input should be '5m' or '1h'`);
    validator.oneOf(`${path}.cachePoint.ttl`, typeof ttl === 'string' ? ttl : JSON.stringify(ttl), LIFETIMES);
  }
  validator.done();
}

/** The model reads tools before the system prompt, and that before the messages: later ones may not last longer. */
function misplaced(points: readonly CachePoint[]): CachePoint | undefined {
  const first = points.findIndex(({ ttl }) => ttl !== '1h');
  return first < 0 ? undefined : points.slice(first).find(({ ttl }) => ttl === '1h');
}

function checkClaude(api: Api, points: readonly CachePoint[], keepsAnHour: boolean): void {
  if (points.length > MOST) {
    const found = `A maximum of ${MOST} blocks with cache_control may be provided. Found ${points.length}.`;
    throw refusedByModel(api, found);
  }
  const long = points.find(({ ttl }) => ttl === '1h');
  if (long && !keepsAnHour) {
    throw refusedByModel(api, `${long.path}.cache_control.ephemeral.ttl: Extra inputs are not permitted`);
  }
  const late = misplaced(points);
  if (late) {
    throw refusedByModel(
      api,
      `${late.path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control ` +
        'block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.',
    );
  }
}

/** Nova takes cache points in the system prompt and in messages, for five minutes. */
function checkOther(api: Api, model: Model, points: readonly CachePoint[]): void {
  if (points.some(({ ttl }) => ttl === '1h')) {
    throw validation('Extended TTL prompt caching is only supported for Anthropic models');
  }
  const inTools = points.find(({ path }) => path.startsWith('tools.'));
  if (inTools && model.id.startsWith('amazon.nova')) {
    throw refusedByModel(
      api,
      `Malformed input request: #/toolConfig/tools/${inTools.index}: extraneous key [cachePoint] is not permitted, ` +
        'please reformat your input and try again.',
    );
  }
  // How many other makers' models take is documented; how more are refused is not.
  if (points.length > MOST) {
    throw validation(`A maximum of ${MOST} cache points may be provided. Found ${points.length}.`);
  }
}

/** Throws what Bedrock answers to cache points that the model does not take. */
export function checkCachePoints(api: Api, model: Model, prompt: Prompt): void {
  const points = cachePointsOf(prompt);
  if (points.length === 0) return;
  const rules = cacheRulesOf(model);
  if (!rules) {
    const message =
      'You invoked an unsupported model or your request did not allow prompt caching. ' +
      'See the documentation for more information.';
    throw new AwsError('AccessDeniedException', message, 403);
  }
  checkLifetimes(api, points);
  if (claudeOf(model)) checkClaude(api, points, rules.keepsAnHour);
  else checkOther(api, model, points);
}
