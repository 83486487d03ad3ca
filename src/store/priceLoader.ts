/** Loads the prices when there is something to price, and again when the Price List or the settings have changed. */

import type { PartRegistry } from './parts/registry';
import type { PriceCalculator } from './pricing';

/** Stands for prices that were not loaded at all; `undefined` is a Price List that was not fetched. */
const NOT_LOADED = Symbol('not loaded');

export interface PriceLoaderOptions {
  /** Prices from the settings, as they are written there: USD per million tokens by model. */
  readonly overrides: () => unknown;
  readonly onDidLoad: () => void;
}

export class PriceLoader {
  readonly #options: PriceLoaderOptions;
  #pricing: PriceCalculator | undefined;
  #loadedFrom: unknown = NOT_LOADED;

  constructor(options: PriceLoaderOptions) {
    this.#options = options;
  }

  /** The prices that were loaded last. */
  get pricing(): PriceCalculator | undefined {
    return this.#pricing;
  }

  /** Loads the prices where that is needed now. Returns at once; `onDidLoad` is called when they are loaded. */
  load(parts: PartRegistry | undefined): void {
    const list = parts?.single('priceList').remote.value;
    const hasFigures = (['mine', 'everyone', 'pageUsage', 'attribution'] as const).some(
      (name) => parts?.find(name)?.remote.value !== undefined,
    );
    if (!hasFigures || this.#loadedFrom === list) return;
    this.#loadedFrom = list;
    void import('./pricing').then(({ priceCalculatorOf }) => {
      if (this.#loadedFrom !== list) return;
      this.#pricing = priceCalculatorOf(this.#options.overrides(), list);
      this.#options.onDidLoad();
    });
  }

  /** Has the next `load` load the prices again. What is being loaded is ignored; the last prices stay until then. */
  invalidate(): void {
    this.#loadedFrom = NOT_LOADED;
  }

  /** Forgets the prices. */
  clear(): void {
    this.#pricing = undefined;
    this.invalidate();
  }
}
