/** Which parameters Claude refuses on Bedrock. The wordings are those that public reports quote. */

import type { Model } from '../catalog';
import { isFields, type Fields } from '../input';
import { claudeOf, isAdaptiveOnly, type Claude } from './modelRules';

/**
 * Betas that public lists and reports of 2026 name as accepted, and those that Claude Code 2.1 sends to Bedrock by
 * itself. Which model takes which is not established.
 */
const BETAS: ReadonlySet<unknown> = new Set([
  'afk-mode-2026-01-31',
  'claude-code-20250219',
  'compact-2026-01-12',
  'computer-use-2024-10-22',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dangerous-tool-use-2026-09-03',
  'dev-full-thinking-2025-05-14',
  'effort-2025-11-24',
  'fallback-credit-2026-06-01',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'mid-conversation-system-2026-04-07',
  'output-128k-2025-02-19',
  'thinking-token-count-2026-05-13',
  'token-efficient-tools-2025-02-19',
  'tool-examples-2025-10-29',
  'tool-search-tool-2025-10-19',
  'web-search-2025-03-05',
]);
const INTERLEAVED = 'interleaved-thinking-2025-05-14';
const DOCUMENTATION =
  'Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking';
const LEAST_BUDGET = 1024;

function betasOf({ anthropic_beta: betas }: Fields): readonly unknown[] {
  if (betas === undefined || betas === null) return [];
  return Array.isArray(betas) ? (betas as readonly unknown[]) : [betas];
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function refusedSampling(claude: Claude, body: Fields): string | undefined {
  const { temperature, top_p: topP, top_k: topK } = body;
  if (!isAdaptiveOnly(claude)) {
    if (claude.version < 405 || !isGiven(temperature) || !isGiven(topP)) return undefined;
    return '`temperature` and `top_p` cannot both be specified for this model. Please use only one.';
  }
  // The default is still accepted of the temperature, and of nothing else.
  const refused =
    isGiven(temperature) && temperature !== 1
      ? 'temperature'
      : isGiven(topP)
        ? 'top_p'
        : isGiven(topK)
          ? 'top_k'
          : undefined;
  return refused && `\`${refused}\` is deprecated for this model.`;
}

function refusedBudget(thinking: Fields, body: Fields): string | undefined {
  const { budget_tokens: budget } = thinking;
  if (typeof budget !== 'number') return 'thinking.enabled.budget_tokens: Field required';
  if (budget < LEAST_BUDGET) {
    return `thinking.enabled.budget_tokens: Input should be greater than or equal to ${LEAST_BUDGET}`;
  }
  if (betasOf(body).includes(INTERLEAVED) || typeof body.max_tokens !== 'number') return undefined;
  if (budget < body.max_tokens) return undefined;
  return (
    '`max_tokens` must be greater than `thinking.budget_tokens`. ' +
    `${DOCUMENTATION}#max-tokens-and-context-window-size`
  );
}

function refusedThinking(claude: Claude, body: Fields): string | undefined {
  const { thinking, temperature } = body;
  if (!isFields(thinking) || (thinking.type !== 'enabled' && thinking.type !== 'adaptive')) return undefined;
  if (thinking.type === 'adaptive' && claude.version < 406) {
    return (
      "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: " +
      "'disabled', 'enabled'"
    );
  }
  if (thinking.type === 'enabled' && isAdaptiveOnly(claude)) {
    return (
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and ' +
      '"output_config.effort" to control thinking behavior.'
    );
  }
  if (isGiven(temperature) && temperature !== 1) {
    return (
      '`temperature` may only be set to 1 when thinking is enabled. ' +
      `${DOCUMENTATION}#important-considerations-when-using-extended-thinking`
    );
  }
  return thinking.type === 'enabled' ? refusedBudget(thinking, body) : undefined;
}

/** What Claude answers to parameters that it does not take; undefined where it takes them, and for other models. */
export function refusedParameter(model: Model, body: Fields): string | undefined {
  const claude = claudeOf(model);
  if (!claude) return undefined;
  if (betasOf(body).some((beta) => !BETAS.has(beta))) return 'invalid beta flag';
  return refusedSampling(claude, body) ?? refusedThinking(claude, body);
}
