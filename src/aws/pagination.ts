/** Reading an answer that comes in pages: the one loop for all services. */

import { Problem } from '../core/problem';

/** One page of a paginated response. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined or empty on the last one. */
  readonly next: string | undefined;
}

/** A service that keeps handing out page tokens must not keep us for ever. */
const MOST_PAGES = 1000;

/** The message of the problem of a page token that came before: the pages would go round and round. */
export const REPEATED_TOKEN = 'A page token that came before';

/**
 * Reads all pages, one after the other. Throws `broken-answer` when they do not end, or a page's token has come before.
 */
export async function readAllPages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await read(token);
    for (const item of items) all.push(item);
    if (next === undefined || next === '') return all;
    if (seen.has(next)) throw new Problem('broken-answer', { message: REPEATED_TOKEN });
    seen.add(next);
    token = next;
  }
  throw new Problem('broken-answer', { message: `More than ${MOST_PAGES} pages` });
}
