/**
 * How Claude Code is pointed at the gateway, and back. Its `env` overrides the shell's, and it takes a bearer token, so
 * that it needs no AWS credentials. Every model keeps its real name.
 */

import { profileIdOf } from '../../../core/profiles/profile';
import { isJsonObject, textAt, valueAt, type Edit, type Json } from '../../documents/document';
import { isGatewayEndpoint, isOurToken } from '../../gateway/endpointBinding';
import { proxyException, withoutProxyException, type ProxyVariables } from '../../gateway/noProxy';
import { variable, type HostMachine } from '../../hostMachine';
import type { GatewayRoute } from '../../target';
import { BEARER } from '../common/credentials';
import type { ParsedFile } from '../common/readLocations';
import { bareModel, BASE_URL, effectiveText, envAt, overriddenIds, SKIP_AUTH } from './claudeRoles';

const envEdit = (name: string, value: string | undefined): Edit => ({ path: ['env', name], value });

function proxyVariables(value: Json, weaker: readonly ParsedFile[], host: HostMachine): ProxyVariables {
  return {
    own: (name) => envAt(value, name),
    other: (name) => effectiveText(weaker, 'env', name)?.value ?? variable(host, name),
  };
}

/** The edits that send all calls to the gateway. */
export function routeEdits(
  { url, secret }: GatewayRoute,
  value: Json,
  weaker: readonly ParsedFile[],
  host: HostMachine,
): readonly Edit[] {
  return [
    envEdit(BASE_URL, url),
    envEdit(BEARER, secret),
    // Calls without any credentials would be refused.
    envEdit(SKIP_AUTH, effectiveText(weaker, 'env', SKIP_AUTH) === undefined ? undefined : '0'),
    ...proxyException(proxyVariables(value, weaker, host), url).map(([name, text]) => envEdit(name, text)),
  ];
}

/** The edits that remove what is the gateway's from the file. An endpoint or a key of the user's own stays. */
export function withoutRoute(value: Json, weaker: readonly ParsedFile[], host: HostMachine): readonly Edit[] {
  const token = envAt(value, BEARER);
  const isOurs = isGatewayEndpoint(envAt(value, BASE_URL), token, host);
  return [
    ...(isOurs ? [envEdit(BASE_URL, undefined)] : []),
    ...(isOurToken(token) ? [envEdit(BEARER, undefined)] : []),
    ...withoutProxyException(proxyVariables(value, weaker, host)).map(([name, text]) => envEdit(name, text)),
  ];
}

/**
 * The edits that remove overrides of models' ids with profiles from the file: through the gateway an id needs none. One
 * of a file with lower precedence is replaced by the model's name.
 * @param ids those that a change by ARN overrides. @param arns of the profiles of this change.
 */
export function withoutOverrides(
  value: Json,
  weaker: readonly ParsedFile[],
  { ids, arns, nameOf }: OverridesOfProfiles,
): readonly Edit[] {
  const isProfile = (id: string, text: string | undefined): boolean =>
    text !== undefined &&
    (arns.includes(bareModel(text)) || (ids.has(id) && profileIdOf(bareModel(text)) !== undefined));
  const own = overriddenIds(value).filter((id) => isProfile(id, textAt(value, 'modelOverrides', id)));
  const weakerText = (id: string): string | undefined => effectiveText(weaker, 'modelOverrides', id)?.value;
  const replaced = [...new Set([...own, ...weaker.flatMap((file) => overriddenIds(file.value))])].filter((id) => {
    const hides = textAt(value, 'modelOverrides', id) !== undefined && !own.includes(id);
    return !hides && isProfile(id, weakerText(id));
  });
  const overrides = valueAt(value, ['modelOverrides']);
  const isAll = isJsonObject(overrides) && own.length > 0 && own.length === Object.keys(overrides).length;
  if (isAll && replaced.length === 0) return [{ path: ['modelOverrides'] }];
  return [
    ...own.filter((id) => !replaced.includes(id)).map((id) => ({ path: ['modelOverrides', id] })),
    ...replaced.map((id) => ({ path: ['modelOverrides', id], value: nameOf(id) })),
  ];
}

/** Which overrides name profiles, and the names that models have instead. */
export interface OverridesOfProfiles {
  readonly ids: ReadonlySet<string>;
  readonly arns: readonly string[];
  readonly nameOf: (id: string) => string;
}
