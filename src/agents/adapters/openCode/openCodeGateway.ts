/** How OpenCode and Kilo are pointed at the gateway, and back. Models keep the names that the programs know. */

import { profileIdOf } from '../../../core/profiles/profile';
import { isJsonObject, textAt, valueAt, type Edit, type Json } from '../../documents/document';
import { isGatewayEndpoint, isOurToken } from '../../gateway/endpointBinding';
import type { HostMachine } from '../../hostMachine';
import type { GatewayRoute } from '../../target';
import { PROVIDER } from './openCodeRoles';

const OPTIONS = ['provider', PROVIDER, 'options'] as const;
/** Both set where the calls go; the first is read before the other. */
const ENDPOINTS = ['endpoint', 'baseURL'] as const;

/** The edits that send all calls to the gateway. */
export const routeEdits = ({ url, secret }: GatewayRoute, value: Json): readonly Edit[] => [
  { path: [...OPTIONS, 'endpoint'], value: url },
  ...(valueAt(value, [...OPTIONS, 'baseURL']) === undefined ? [] : [{ path: [...OPTIONS, 'baseURL'] }]),
  { path: [...OPTIONS, 'apiKey'], value: secret },
];

/** The edits that remove what is the gateway's. An endpoint or a key of the user's own stays. */
export function withoutRoute(value: Json, host: HostMachine): readonly Edit[] {
  const token = textAt(value, ...OPTIONS, 'apiKey');
  const ours = ENDPOINTS.filter((name) => isGatewayEndpoint(textAt(value, ...OPTIONS, name), token, host));
  return [
    ...ours.map((name) => ({ path: [...OPTIONS, name] })),
    ...(isOurToken(token) ? [{ path: [...OPTIONS, 'apiKey'] }] : []),
  ];
}

/** The edits that remove entries of the other way: those that name a profile's ARN, or those for real names. */
export function withoutEntries(value: Json, isOther: (key: string, entry: Json) => boolean): readonly Edit[] {
  const entries = valueAt(value, ['provider', PROVIDER, 'models']);
  if (!isJsonObject(entries)) return [];
  return Object.entries(entries)
    .filter(([key, entry]) => isOther(key, entry))
    .map(([key]) => ({ path: ['provider', PROVIDER, 'models', key] }));
}

/** Whether an entry is one of ours for a profile's ARN. */
export const isProfileEntry = (entry: Json): boolean =>
  profileIdOf(textAt(entry, 'id') ?? '') !== undefined && textAt(entry, 'name')?.endsWith(' (profile)') === true;
