/** What is known of a place's profiles: loaded when it is first needed, and refreshed while calls go on. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaceCatalog } from '../core/gateway/chooseProfile';

/** Older knowledge is refreshed, but still used meanwhile: a call does not wait for a list. */
const FRESH_MS = 60_000;
const APART_MS = 1_000;

export class CatalogCache {
  private held: { readonly catalog: PlaceCatalog; readonly loadedAt: number } | undefined;
  private loading: Promise<PlaceCatalog> | undefined;
  /** When the last load began, and the last one that `since` began; ms since 1970. */
  private startedAt = 0;
  private demandedAt = 0;

  /** @param load throws a `Problem` where nothing can be loaded. */
  constructor(
    private readonly load: () => Promise<PlaceCatalog>,
    private readonly now: () => number,
  ) {}

  /** Throws a `Problem` where nothing could be loaded yet. */
  async get(): Promise<PlaceCatalog> {
    if (this.held === undefined) return this.refresh();
    if (Math.abs(this.now() - this.held.loadedAt) >= FRESH_MS)
      // What is known stays good where it cannot be refreshed; the next call tries again.
      this.refresh().catch(() => undefined);
    return this.held.catalog;
  }

  /**
   * What was loaded from `time` on, ms since 1970: loaded again where it is older. Such loads follow one another at a
   * distance, so that calls that are refused again and again do not become as many requests to AWS.
   */
  async since(time: number): Promise<PlaceCatalog> {
    for (;;) {
      const { held } = this;
      if (held !== undefined && held.loadedAt >= time) return held.catalog;
      if (this.loading !== undefined) {
        if (this.startedAt >= time) return this.loading;
        // It may not know what was made since it began.
        await this.loading.catch(() => undefined);
        continue;
      }
      const wait = this.demandedAt + APART_MS - this.now();
      if (wait > 0 && wait <= APART_MS) {
        await sleep(wait);
        continue;
      }
      this.demandedAt = this.now();
      return this.refresh();
    }
  }

  /** Loads it now, once for all who need it meanwhile. */
  refresh(): Promise<PlaceCatalog> {
    if (this.loading !== undefined) return this.loading;
    const loadedAt = this.now();
    this.startedAt = loadedAt;
    this.loading = this.load()
      .then((catalog) => {
        this.held = { catalog, loadedAt };
        return catalog;
      })
      .finally(() => {
        this.loading = undefined;
      });
    return this.loading;
  }
}
