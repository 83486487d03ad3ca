/** One id for each model, from profiles and from the bill, and what a line of the bill by usage type is about. */

import { billedModels, editionOf, type BilledModels } from '../billing/billedModels';
import { modelId, type ModelId } from '../ids';
import { isClaude, modelName } from '../profiles/models';
import type { PriceBook } from '../prices/prices';
import { classifyUsageType, regionOfCode, type UsageType } from '../billing/usageTypes';

/** What a usage type of a service is: tokens of models in a Region. */
export interface UsageTypeSubject {
  readonly usage: UsageType;
  /** One id for all ids of the model; undefined when the model is not known. */
  readonly model: ModelId | undefined;
  /** All ids of the model. */
  readonly ids: readonly ModelId[];
  readonly region: string | undefined;
}

/** Ids that have a price. */
const pricedIds = ({ overrides, priceLists, bundled }: PriceBook): readonly string[] => [
  ...Object.keys(overrides).map((key) => key.split('@')[0] ?? ''),
  ...[...priceLists, ...(bundled === undefined ? [] : [bundled])].flatMap(({ entries }) => Object.keys(entries)),
];

export class BilledModelIds {
  private readonly models: BilledModels;
  private readonly subjects = new Map<string, UsageTypeSubject | undefined>();
  private readonly onlyIds = new Map<string, ModelId>();

  /** `used` are the models of profiles. */
  constructor(used: Iterable<ModelId>, prices: PriceBook) {
    this.models = billedModels([...used, ...pricedIds(prices)]);
  }

  /** The least of all ids that mean the same model. */
  canonicalId(id: string): ModelId {
    const known = this.onlyIds.get(id);
    if (known !== undefined) return known;
    const same = this.models.byName(modelName(id));
    const [least = id] = same.includes(id) ? [...same].sort() : [id];
    this.onlyIds.set(id, modelId(least));
    return modelId(least);
  }

  /** Undefined for what is not tokens on demand, or not understood. */
  subject(usageType: string, service: string): UsageTypeSubject | undefined {
    const key = `${service}\n${usageType}`;
    if (!this.subjects.has(key)) this.subjects.set(key, this.read(usageType, service));
    return this.subjects.get(key);
  }

  private read(usageType: string, service: string): UsageTypeSubject | undefined {
    const usage = classifyUsageType(usageType, service);
    if (usage === undefined) return undefined;
    const edition = editionOf(service);
    const ids = edition === undefined ? this.models.byKey(usage.modelKey) : this.models.byName(edition);
    const [first] = ids;
    return {
      usage,
      model: first === undefined ? undefined : this.canonicalId(first),
      ids: ids.map(modelId),
      region: regionOfCode(usage.regionCode),
    };
  }

  /** The service of these that bills a model; undefined when it is not among them. */
  serviceOf(id: ModelId, services: Iterable<string>): string | undefined {
    const all = [...services];
    const profilePrices = all.find((service) => {
      const [first] = this.models.byName(editionOf(service) ?? '');
      return (
        editionOf(service) !== undefined && first !== undefined && this.canonicalId(first) === this.canonicalId(id)
      );
    });
    return profilePrices ?? (isClaude(id) ? undefined : all.find((service) => editionOf(service) === undefined));
  }

  /** The model that a service of its own bills; undefined for `Amazon Bedrock` and names that are not known. */
  modelOf(service: string): ModelId | undefined {
    const edition = editionOf(service);
    const [first] = edition === undefined ? [] : this.models.byName(edition);
    return first === undefined ? undefined : this.canonicalId(first);
  }
}
