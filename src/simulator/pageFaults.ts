/** Lists that do not end: the first page again and again, with a token that was given before or with ever new ones. */

import { randomUUID } from 'node:crypto';
import type { FaultKind } from './faults';
import { Input } from './input';
import type { Answer } from './operation';

/** What services call the token of the next page. A client reads its own service's and no other. */
const TOKENS = ['NextToken', 'nextToken', 'NextPageToken', 'PaginationToken'] as const;

export const isPageFault = (kind: FaultKind | undefined): kind is 'repeatToken' | 'endlessTokens' =>
  kind === 'repeatToken' || kind === 'endlessTokens';

/** A request for any page as one for the first. */
export const asFirstPage = ({ fields }: Input): Input =>
  new Input(Object.fromEntries(Object.entries(fields).filter(([name]) => !TOKENS.some((token) => token === name))));

/** An answer that promises a further page. */
export function withToken(answer: Answer, kind: 'repeatToken' | 'endlessTokens'): Answer {
  const token = kind === 'repeatToken' ? 'again' : randomUUID();
  return { ...answer, body: { ...answer.body, ...Object.fromEntries(TOKENS.map((name) => [name, token])) } };
}
