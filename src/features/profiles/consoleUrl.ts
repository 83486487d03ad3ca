import { ownValue } from '../../core/collections';
import { parseArn } from '../../core/ids';
import type { Profile } from '../../core/profiles/profile';

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** The console's page of inference profiles in the profile's Region. */
export function consoleUrl(profile: Profile): string {
  const { partition = 'aws', region = '' } = parseArn(profile.arn) ?? {};
  const domain = ownValue(CONSOLES, partition) ?? 'console.aws.amazon.com';
  return `https://${region}.${domain}/bedrock/home?region=${region}#/inference-profiles`;
}
