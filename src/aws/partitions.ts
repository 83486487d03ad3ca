/**
 * Where the services that are not regional answer: the bill, budgets and the Price List are in one Region of each
 * partition.
 */

/**
 * The Region of Cost Explorer (from its documentation), of AWS Budgets and of Cost Anomaly Detection; undefined where
 * AWS does not offer them.
 */
export function billingRegion(region: string): string | undefined {
  if (region.startsWith('us-gov-') || /^[a-z]+-iso[a-z]*-/.test(region)) return undefined;
  if (region.startsWith('cn-')) return 'cn-northwest-1';
  return region.startsWith('eusc-') ? 'eusc-de-east-1' : 'us-east-1';
}

/**
 * The nearest of the Regions that answer pricing:GetProducts; undefined where none takes the partition's
 * credentials.
 */
export function pricingRegion(region: string): string | undefined {
  const home = billingRegion(region);
  if (home !== 'us-east-1') return home;
  if (/^(eu|af|il|me)-/.test(region)) return 'eu-central-1';
  return region.startsWith('ap-') ? 'ap-south-1' : home;
}

/** The host of the Price List's bulk files. The files for GovCloud are with those of the commercial Regions. */
export const bulkHost = (region: string): string =>
  region.startsWith('cn-') ? 'https://pricing.cn-north-1.amazonaws.com.cn' : 'https://pricing.us-east-1.amazonaws.com';
