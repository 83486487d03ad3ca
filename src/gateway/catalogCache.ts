/** What is known of a place's profiles: loaded when it is first needed, and refreshed while calls go on. */

import type { PlaceCatalog } from '../core/gateway/chooseProfile';

/** Older knowledge is refreshed, but still used meanwhile: a call does not wait for a list. */
const FRESH_MS = 60_000;

export class CatalogCache {
  private held: { readonly catalog: PlaceCatalog; readonly loadedAt: number } | undefined;
  private loading: Promise<PlaceCatalog> | undefined;

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

  /** Loads it now, once for all who ask meanwhile. */
  refresh(): Promise<PlaceCatalog> {
    this.loading ??= this.load()
      .then((catalog) => {
        this.held = { catalog, loadedAt: this.now() };
        return catalog;
      })
      .finally(() => {
        this.loading = undefined;
      });
    return this.loading;
  }
}
