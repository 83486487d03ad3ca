/** The model that a call of Bedrock's runtime names in its path, in any spelling that agents use. */

import { arn, parseArn, profileId, type Arn, type ArnParts, type ProfileId } from '../ids';

/** Where an ARN says that a resource is. A foundation model's ARN names no account. */
export interface ArnLocation {
  readonly region: string;
  readonly account: string;
}

/**
 * - `model`: the id of a foundation model or of a system profile. Whether it begins with a geographic prefix is decided
 *   by the models that are known, because makers' ids have dots of their own. `location` is where its ARN says it is;
 *   undefined for a bare id.
 * - `profile`: an application profile by its ARN, or by its id alone.
 * - `other`: an ARN of another kind, such as a provisioned model.
 */
export type ModelReference =
  | { readonly kind: 'model'; readonly id: string; readonly location: ArnLocation | undefined }
  | {
      readonly kind: 'profile';
      readonly id: ProfileId;
      readonly arn: Arn | undefined;
      readonly location: ArnLocation | undefined;
    }
  | { readonly kind: 'other'; readonly arn: Arn; readonly location: ArnLocation };

/** Longer identifiers are refused by Bedrock's runtime, as its service model says. */
const LONGEST = 2048;
/** What Claude Code adds to ask for a context window of a million tokens. */
const LONG_CONTEXT = /\[1m\]$/i;
const PLAIN_ID = /^[a-z0-9]+(?:[._:-][a-z0-9]+)*$/i;
const PROFILE_ID = /^[a-z0-9]{12}$/;
const MODEL_TYPES: ReadonlySet<string> = new Set(['foundation-model', 'inference-profile']);

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** An ARN of Bedrock whose parts have the form that Bedrock gives them. */
function isBedrockArn({ partition, service, region, account, resourceType, resourceId }: ArnParts): boolean {
  if (!/^aws[a-z-]*$/.test(partition) || service !== 'bedrock') return false;
  if (!/^[a-z0-9-]*$/.test(region) || !/^(\d{12})?$/.test(account) || !/^[a-z0-9-]+$/.test(resourceType)) return false;
  return resourceId.split('/').every((part) => PLAIN_ID.test(part));
}

function referenceOfArn(text: string): ModelReference | undefined {
  const parts = parseArn(text);
  if (parts === undefined || !isBedrockArn(parts)) return undefined;
  const { resourceType, resourceId, region, account } = parts;
  const location = { region, account };
  if (resourceType === 'application-inference-profile')
    return PROFILE_ID.test(resourceId)
      ? { kind: 'profile', id: profileId(resourceId), arn: arn(text), location }
      : undefined;
  if (!MODEL_TYPES.has(resourceType)) return { kind: 'other', arn: arn(text), location };
  return resourceId.includes('/') ? undefined : { kind: 'model', id: resourceId, location };
}

/**
 * Reads the part of a path that names a model. The part is as it was sent: colons, slashes and brackets may be
 * percent-encoded or not. Undefined for what Bedrock could not resolve either.
 */
export function parseModelReference(segment: string): ModelReference | undefined {
  const text = decoded(segment)?.replace(LONG_CONTEXT, '');
  if (text === undefined || text.length > LONGEST) return undefined;
  if (text.startsWith('arn:')) return referenceOfArn(text);
  if (!PLAIN_ID.test(text)) return undefined;
  // The ids of models have a dot after their maker's name.
  if (PROFILE_ID.test(text)) return { kind: 'profile', id: profileId(text), arn: undefined, location: undefined };
  return { kind: 'model', id: text, location: undefined };
}
