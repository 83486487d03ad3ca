/**
 * Regions with Amazon Bedrock, with the names that AWS gives them. From AWS's list of endpoints; others may be typed
 * in.
 */
export const BEDROCK_REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'us-gov-east-1': 'AWS GovCloud (US-East)',
  'us-gov-west-1': 'AWS GovCloud (US-West)',
  'ca-central-1': 'Canada (Central)',
  'ca-west-1': 'Canada West (Calgary)',
  'mx-central-1': 'Mexico (Central)',
  'sa-east-1': 'South America (São Paulo)',
  'eu-central-1': 'Europe (Frankfurt)',
  'eu-central-2': 'Europe (Zurich)',
  'eu-north-1': 'Europe (Stockholm)',
  'eu-south-1': 'Europe (Milan)',
  'eu-south-2': 'Europe (Spain)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-west-2': 'Europe (London)',
  'eu-west-3': 'Europe (Paris)',
  'il-central-1': 'Israel (Tel Aviv)',
  'me-central-1': 'Middle East (UAE)',
  'me-south-1': 'Middle East (Bahrain)',
  'af-south-1': 'Africa (Cape Town)',
  'ap-east-2': 'Asia Pacific (Taipei)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-south-2': 'Asia Pacific (Hyderabad)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-southeast-3': 'Asia Pacific (Jakarta)',
  'ap-southeast-4': 'Asia Pacific (Melbourne)',
  'ap-southeast-5': 'Asia Pacific (Malaysia)',
  'ap-southeast-7': 'Asia Pacific (Thailand)',
};

/**
 * The Regions that system profiles of a geographic prefix may route to: which of them depends on the model and on the
 * Region that it is used from. As AWS publishes them in the CDK's `CrossRegionInferenceProfileRegion`; of `ca` and `in`
 * all Regions of the country. Looked up on 30 November 2026. A prefix that is not here is not known.
 */
export const GEOGRAPHIC_REGIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['us', ['us-east-1', 'us-east-2', 'us-west-2']],
  ['us-gov', ['us-gov-east-1', 'us-gov-west-1']],
  ['ca', ['ca-central-1', 'ca-west-1']],
  [
    'eu',
    ['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ],
  [
    'apac',
    [
      'ap-east-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-7',
      'me-central-1',
    ],
  ],
  ['jp', ['ap-northeast-1', 'ap-northeast-3']],
  ['au', ['ap-southeast-2', 'ap-southeast-4']],
  ['in', ['ap-south-1', 'ap-south-2']],
]);
/** The date on which the list above was last checked. */
export const GEOGRAPHIC_REGIONS_DATE = '2026-11-30';

/** Whether Bedrock is known to be in a Region. */
export const hasBedrock = (region: string): boolean => Object.hasOwn(BEDROCK_REGIONS, region);
