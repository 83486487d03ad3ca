/** Things that are done once, whichever window comes first. */

import type { Store } from './store';

/** The latest are remembered. */
const MOST = 200;

/** Notes that something is done, for all windows and for later; answers whether it is for the first time. */
export async function noteFirst(store: Store, file: string, name: string): Promise<boolean> {
  const first = await store.withLease(file, new AbortController().signal, async () => {
    const done = (await store.read<readonly string[]>(file)) ?? [];
    if (done.includes(name)) return false;
    await store.update<readonly string[]>(file, (known = []) => [...known, name].slice(-MOST));
    return true;
  });
  return first ?? false;
}
