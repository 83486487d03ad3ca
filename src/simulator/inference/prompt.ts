/** A prompt in the order in which a model reads it: tools, system, messages. */

import { isFields, type Fields } from '../input';
import { tokensOfPrompt } from './tokens';

/** A request to cache everything up to here. */
export interface CachePoint {
  /** `5m`, `1h`, or undefined for the usual five minutes; anything else is refused. */
  readonly ttl: unknown;
  /** The block it belongs to, as the Messages API names it, such as `messages.0.content.1`. */
  readonly path: string;
  /** Its place in the request's own list, where Converse has it as an entry of its own. */
  readonly index: number;
}

/** The smallest part of a prompt after which a cache point can stand. */
export interface PromptBlock {
  /** Its content, without cache points: equal texts are the same content. */
  readonly text: string;
  /** Characters of the prompt up to the end of this block. */
  readonly end: number;
  readonly points: readonly CachePoint[];
}

export interface Prompt {
  readonly blocks: readonly PromptBlock[];
  /** All tokens of the prompt, cached or not. */
  readonly tokens: number;
}

/** All cache points of a prompt, in its order. */
export const cachePointsOf = ({ blocks }: Prompt): readonly CachePoint[] => blocks.flatMap(({ points }) => points);

/** Names are not counted, the texts under them are. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  const items: readonly unknown[] = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];
  return items.reduce<number>((sum, item) => sum + charactersIn(item), 0);
}

/** Whether an entry of a list is nothing but a cache point, as Converse has them. */
const isCachePoint = (entry: unknown): entry is { readonly cachePoint: Fields } =>
  isFields(entry) && isFields(entry.cachePoint) && Object.keys(entry).length === 1;

class PromptReader {
  readonly blocks: { text: string; end: number; points: CachePoint[] }[] = [];
  private characters = 0;

  /** Takes the cache points off a block, and off the contents of a tool's result. */
  private split(block: unknown, path: string, index: number, points: CachePoint[]): unknown {
    if (!isFields(block)) return block;
    const { cachePoint, cache_control: control, ...content } = block;
    const { content: inner } = content;
    const parts: unknown = Array.isArray(inner)
      ? inner.map((part, at) => this.split(part, `${path}.content.${at}`, at, points))
      : inner;
    for (const point of [cachePoint, control]) if (isFields(point)) points.push({ ttl: point.ttl, path, index });
    return inner === undefined ? content : { ...content, content: parts };
  }

  private add(block: unknown, path: string, index: number, role: string): void {
    const points: CachePoint[] = [];
    const content = this.split(block, path, index, points);
    this.characters += charactersIn(content);
    this.blocks.push({ text: JSON.stringify([role, content]), end: this.characters, points });
  }

  /** Reads a list of blocks, or a text in place of one. */
  list(values: unknown, path: string, role = ''): void {
    if (values === undefined || values === null) return;
    let blocks = 0;
    for (const [index, entry] of (Array.isArray(values) ? (values as readonly unknown[]) : [values]).entries()) {
      if (isCachePoint(entry)) {
        const point = { ttl: entry.cachePoint.ttl, path: `${path}.${Math.max(0, blocks - 1)}`, index };
        this.blocks.at(-1)?.points.push(point);
        continue;
      }
      this.add(entry, `${path}.${blocks}`, index, role);
      blocks += 1;
    }
  }

  messages(values: unknown): void {
    if (!Array.isArray(values)) {
      this.list(values, 'messages');
      return;
    }
    for (const [index, message] of (values as readonly unknown[]).entries()) {
      if (!isFields(message)) continue;
      const role = typeof message.role === 'string' ? message.role : '';
      this.characters += role.length;
      this.list(message.content, `messages.${index}.content`, role);
    }
  }

  done(): Prompt {
    return { blocks: this.blocks, tokens: tokensOfPrompt(this.characters) };
  }
}

/** Reads the prompt of Converse, of a Messages body, or of another maker's body. */
export function readPrompt(request: Fields): Prompt {
  const reader = new PromptReader();
  const { toolConfig } = request;
  reader.list(isFields(toolConfig) ? toolConfig.tools : request.tools, 'tools');
  reader.list(request.system, 'system');
  reader.messages(request.messages ?? request.prompt ?? request.inputText);
  return reader.done();
}
