/**
 * Calls of tools. A simulated model calls one when the user's last message asks for it in these words:
 * `Call the tool read_file with {"path": "a.txt"}`. The tool must be offered, and its input has no objects inside.
 */

import { isFields, type Fields } from '../input';

/** A call of a tool that the client is to carry out. */
export interface ToolCall {
  readonly name: string;
  readonly input: Fields;
}

const WORDS = /Call the tool ([\w-]{1,64}) with (\{[^{}]*\})/g;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** Names of the tools that Converse or a Messages body offers. */
function offered({ toolConfig, tools }: Fields): ReadonlySet<unknown> {
  const all = listOf(isFields(toolConfig) ? toolConfig.tools : tools).filter(isFields);
  return new Set(all.map(({ name, toolSpec }) => (isFields(toolSpec) ? toolSpec.name : name)));
}

const isToolResult = (block: unknown): boolean =>
  isFields(block) && (block.type === 'tool_result' || block.toolResult !== undefined);

/** Blocks of content since the model's last message. */
function lastBlocks({ messages }: Fields): readonly unknown[] {
  const all = listOf(messages).filter(isFields);
  const answered = all.findLastIndex(({ role }) => role === 'assistant');
  return all.slice(answered + 1).flatMap(({ content }) => (typeof content === 'string' ? [content] : listOf(content)));
}

function textOf(block: unknown): string {
  const text = isFields(block) ? block.text : block;
  return typeof text === 'string' ? text : '';
}

/** Some clients put what the user wrote into quotes, and a backslash before the quotes in it. */
function parsed(json: string): Fields | undefined {
  for (const text of [json, json.replaceAll('\\"', '"')]) {
    try {
      const value: unknown = JSON.parse(text);
      if (isFields(value)) return value;
    } catch {
      // Not JSON.
    }
  }
  return undefined;
}

/** The results of tools that a request carries in all. */
export const toolResultsIn = ({ messages }: Fields): number =>
  listOf(messages)
    .filter(isFields)
    .flatMap(({ content }) => listOf(content))
    .filter(isToolResult).length;

/** The call that a request of Converse, or a Messages body, asks for; undefined where it asks for none. */
export function requestedToolCall(request: Fields): ToolCall | undefined {
  const blocks = lastBlocks(request);
  if (blocks.some(isToolResult)) return undefined;
  const names = offered(request);
  for (const [, name = '', json = ''] of blocks.map(textOf).join('\n').matchAll(WORDS)) {
    const input = parsed(json);
    if (names.has(name) && input !== undefined) return { name, input };
  }
  return undefined;
}
