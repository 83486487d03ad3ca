/** Endless lists: the first page again and again, with a token that was returned before or with ever new ones. */

import { randomUUID } from 'node:crypto';
import type { FaultKind } from './faults';
import { Input } from './input';
import type { Answer } from './operation';

/** The names of the next page's token. A client reads only its service's. */
const TOKENS = ['NextToken', 'nextToken', 'NextPageToken', 'PaginationToken'] as const;

export const isPageFault = (kind: FaultKind | undefined): kind is 'repeatToken' | 'endlessTokens' =>
  kind === 'repeatToken' || kind === 'endlessTokens';

/** Turns a request for any page into one for the first. */
export const asFirstPage = ({ fields }: Input): Input =>
  new Input(Object.fromEntries(Object.entries(fields).filter(([name]) => !TOKENS.some((token) => token === name))));

/** Adds a token for a further page to an answer. */
export function withToken(answer: Answer, kind: 'repeatToken' | 'endlessTokens'): Answer {
  const token = kind === 'repeatToken' ? 'again' : randomUUID();
  return { ...answer, body: { ...answer.body, ...Object.fromEntries(TOKENS.map((name) => [name, token])) } };
}
