/** What the gateway knows of a place's profiles, and when it loads it. */

import assert from 'node:assert/strict';
import type { PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import { CatalogCache } from '../../../src/gateway/catalogCache';

describe('What is known of a place’s profiles', () => {
  let now: number;
  let loads: { readonly resolve: (catalog: PlaceCatalog) => void; readonly reject: (error: Error) => void }[];
  let cache: CatalogCache;
  const catalog = (): PlaceCatalog => ({ profiles: [], sources: [], isMine: () => true });
  beforeEach(() => {
    now = 1_000_000;
    loads = [];
    const load = (): Promise<PlaceCatalog> =>
      new Promise((resolve, reject) => {
        loads.push({ resolve, reject });
      });
    cache = new CatalogCache(load, () => now);
  });
  /** Has the load that was begun last end; the first one is number 0. */
  const loaded = (index: number): PlaceCatalog => {
    const made = catalog();
    assert.ok(loads[index], `load ${index} was not begun`);
    loads[index].resolve(made);
    return made;
  };
  const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

  it('is loaded once for all calls that need it first', async () => {
    const calls = [cache.get(), cache.get()];
    const made = loaded(0);
    assert.deepEqual(await Promise.all(calls), [made, made]);
    assert.equal(loads.length, 1);
  });

  it('is used while it is refreshed, and kept where that fails', async () => {
    const first = cache.get();
    const old = loaded(0);
    await first;
    now += 60_000;
    assert.equal(await cache.get(), old);
    assert.equal(loads.length, 2);
    loads[1]?.reject(new Error('no network'));
    await settled();
    assert.equal(await cache.get(), old);
    assert.equal(loads.length, 3);
  });

  it('is loaded again for a call that finds nothing in what is older than itself', async () => {
    const first = cache.get();
    loaded(0);
    await first;
    now += 5;
    const since = cache.since(now);
    await settled();
    const newer = loaded(1);
    assert.equal(await since, newer);
    assert.equal(await cache.since(now), newer);
    assert.equal(loads.length, 2);
  });

  it('is not taken from a load that had begun before the call', async () => {
    const first = cache.get();
    now += 5;
    const since = cache.since(now);
    loaded(0);
    await first;
    await settled();
    assert.equal(loads.length, 2);
    const newer = loaded(1);
    assert.equal(await since, newer);
  });

  it('is loaded once for many calls that find nothing', async () => {
    const first = cache.get();
    loaded(0);
    await first;
    now += 5;
    const calls = Array.from({ length: 50 }, () => cache.since(now));
    await settled();
    const newer = loaded(1);
    assert.deepEqual(new Set(await Promise.all(calls)), new Set([newer]));
    assert.equal(loads.length, 2);
  });

  it('cannot be had where it cannot be loaded, and is tried anew', async () => {
    const failing = cache.get();
    loads[0]?.reject(new Error('no network'));
    await assert.rejects(failing, /no network/);
    const next = cache.get();
    const made = loaded(1);
    assert.equal(await next, made);
  });
});
