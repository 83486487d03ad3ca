/**
 * Identifiers as branded strings, so that an id is never passed where an ARN is meant.
 * Shapes are those of the Bedrock service model.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Any ARN. */
export type Arn = Branded<'Arn'>;
/**
 * The last part of an application inference profile's ARN: 12 lower-case alphanumerics. Also its `ModelId` in
 * CloudWatch.
 */
export type ProfileId = Branded<'ProfileId'>;
/** An AWS Region's code, such as `eu-west-1`. */
export type Region = Branded<'Region'>;
/** A foundation model's id, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`, never with a geographic prefix. */
export type ModelId = Branded<'ModelId'>;
/** Twelve digits. */
export type AccountId = Branded<'AccountId'>;

/** An ARN taken apart. `region` is empty for a global model. `resource` is all that follows the account. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resourceType: string;
  readonly resourceId: string;
}

/** Takes an ARN of the form `arn:partition:service:region:account:type/id` apart; undefined when it is not one. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):([^/]+)\/(.+)$/.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resourceType = '', resourceId = ''] = match;
  return { partition, service, region, account, resourceType, resourceId };
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;

/** Whether a text has the shape of a Region's code. Whether AWS has such a Region is not known here. */
export function isRegion(text: string): text is Region {
  return REGION.test(text);
}

/** Brands what comes from AWS or from a checked place. Does not check. */
export const arn = (text: string): Arn => text as Arn;
/** The text as a profile's id. Nothing is checked. */
export const profileId = (text: string): ProfileId => text as ProfileId;
/** The text as a Region. Nothing is checked. */
export const region = (text: string): Region => text as Region;
/** The text as a model's id. Nothing is checked. */
export const modelId = (text: string): ModelId => text as ModelId;
/** The text as an account's id. Nothing is checked. */
export const accountId = (text: string): AccountId => text as AccountId;

/** The partition of a Region's ARNs. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}
