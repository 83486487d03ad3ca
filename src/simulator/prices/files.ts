/** The bulk files of the price list. */

import { REGIONS } from '../catalog';
import { productOf, SERVICE_CODES, skuOf, termsOf, type Product, type ServiceCode } from './product';
import type { PublishedPrices, Release } from './published';

const ROOT = '/offers/v1.0/aws';
const FORMAT = 'v1.0';
const DISCLAIMER =
  'This pricing list is for informational purposes only. It is made up by a simulator, and nobody is charged by it.';

/** Whether a path is a bulk file's, of whatever service. */
export const isBulkPath = (path: string): boolean => path.startsWith('/offers/');

/** The Region in a bulk file's path; empty when it is of all. */
export const regionIn = (path: string): string =>
  /\/([a-z0-9-]+)\/index\.json$/.exec(path.replace(ROOT, ''))?.[1] ?? '';

const head = (release: Release): Readonly<Record<string, string>> => ({
  formatVersion: FORMAT,
  disclaimer: DISCLAIMER,
  publicationDate: release.published,
});

function offers(release: Release): unknown {
  const entries = SERVICE_CODES.map((code) => [
    code,
    {
      offerCode: code,
      versionIndexUrl: `${ROOT}/${code}/index.json`,
      currentVersionUrl: `${ROOT}/${code}/current/index.json`,
      currentRegionIndexUrl: `${ROOT}/${code}/current/region_index.json`,
    },
  ]);
  return { ...head(release), offers: Object.fromEntries(entries) as unknown };
}

function versions(prices: PublishedPrices, code: ServiceCode): unknown {
  const entries = prices.releases.map((release, index) => [
    release.version,
    {
      versionEffectiveBeginDate: release.published,
      versionEffectiveEndDate: prices.releases[index + 1]?.published ?? '',
      offerVersionUrl: `${ROOT}/${code}/${release.version}/index.json`,
    },
  ]);
  return { ...head(prices.current), offerCode: code, versions: Object.fromEntries(entries) as unknown };
}

function regionIndex(release: Release, code: ServiceCode): unknown {
  const entries = [...REGIONS].map((region) => [
    region,
    { regionCode: region, currentVersionUrl: `${ROOT}/${code}/${release.version}/${region}/index.json` },
  ]);
  return { ...head(release), regions: Object.fromEntries(entries) as unknown };
}

function offer(release: Release, code: ServiceCode, products: readonly Product[]): unknown {
  const bySku = (value: (product: Product) => unknown): unknown =>
    Object.fromEntries(products.map((product) => [skuOf(product), value(product)]));
  return {
    ...head(release),
    offerCode: code,
    version: release.version,
    products: bySku(productOf),
    terms: { OnDemand: bySku((product) => termsOf(product, release.effective)) },
    attributesList: {},
  };
}

/** What a path holds, as JSON is made of; undefined where there is no file. */
export function fileAt(prices: PublishedPrices, path: string): unknown {
  if (path === `${ROOT}/index.json`) return offers(prices.current);
  const [name, version, ...rest] = path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1).split('/') : [];
  const code = SERVICE_CODES.find((one) => one === name);
  if (!code || version === undefined) return undefined;
  if (version === 'index.json') return rest.length === 0 ? versions(prices, code) : undefined;
  const release = prices.release(version);
  if (!release) return undefined;
  const [where, file] = rest;
  if (rest.length === 1 && where === 'region_index.json') return regionIndex(release, code);
  if (rest.length === 1 && where === 'index.json') return offer(release, code, prices.everything(release, code));
  if (rest.length !== 2 || file !== 'index.json' || where === undefined || !REGIONS.has(where)) return undefined;
  return offer(release, code, prices.productsOf(release, code, where));
}
