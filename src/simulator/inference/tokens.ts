/** Token counts without a tokenizer: about four characters make a token. */

/** Tokens of one call of a model. `input` holds no cached tokens; `cacheWrite1h` is a part of `cacheWrite`. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** What of `cacheWrite` is kept for an hour; the rest is kept for five minutes. */
  readonly cacheWrite1h: number;
}

/** The input of a call, before the model has answered. */
export type InputUsage = Omit<Usage, 'output'>;

const CHARACTERS = 4;

/** Tokens of a reply; at least one. */
export const tokensIn = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS));

/** Tokens of the beginning of a prompt, which can be cached. */
export const tokensOfPrefix = (characters: number): number => Math.floor(characters / CHARACTERS);

/** Tokens of a whole prompt. The last one starts the reply and is never cached, so a prompt has at least one. */
export const tokensOfPrompt = (characters: number): number => tokensOfPrefix(characters) + 1;
