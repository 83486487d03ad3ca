/** The order in which sources are offered. */

import { compareModels } from './models';
import type { CopySource } from './profile';
import { prefixOf } from './source';

const GEO_ORDER = ['global', 'us', 'eu', 'jp', 'apac', 'au'];

/** Current before retired, Claude and newest first, then global before geographic. */
export function compareSources(a: CopySource, b: CopySource): number {
  const geo = (source: CopySource): number => {
    const index = GEO_ORDER.indexOf(prefixOf(source));
    return index < 0 ? GEO_ORDER.length : index;
  };
  return (
    Number(a.retired) - Number(b.retired) ||
    compareModels(a.model, b.model) ||
    geo(a) - geo(b) ||
    a.id.localeCompare(b.id)
  );
}

/** The same order, with unusable models after the usable ones. */
export const compareUsable =
  (isUnusable: (model: CopySource['model']) => boolean) =>
  (a: CopySource, b: CopySource): number =>
    Number(a.retired) - Number(b.retired) ||
    Number(isUnusable(a.model)) - Number(isUnusable(b.model)) ||
    compareSources(a, b);
