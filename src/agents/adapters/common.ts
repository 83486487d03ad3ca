/** What the agents' files have in common. */

import type {
  AgentHost,
  AgentId,
  BrokenBinding,
  BrokenReason,
  Override,
  PlanOptions,
  ProfileTarget,
  Scope,
  Target,
} from '../agent';
import { variable } from '../agent';
import { BEARER, inEnvironment } from './credentials';
import { parseAs } from '../changes/filePlan';
import { readState } from '../documents/files';
import { valueAt } from '../documents/json';
import type { Format, Json, KeyPath } from '../changes/plan';
import { AgentProblem } from '../problem';
import { ofKind, type Values } from './readPlaces';
import { profilesOf, warning, type Warning } from '../warnings';

/** A file that was read, or why not. */
export type Read =
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'broken'; readonly path: string; readonly binding: BrokenBinding }
  | { readonly kind: 'values'; readonly path: string; readonly value: Readonly<Record<string, Json>> };

/** Reads an agent's file for its binding; never rejects. */
export async function readValues(agent: AgentId, path: string, format: Format): Promise<Read> {
  const state = await readState(path);
  if (state.kind === 'absent') return { kind: 'absent', path };
  const parsed = state.kind === 'broken' ? { broken: state.reason, where: '' } : parseAs(state.text, format);
  if (!('broken' in parsed)) return { kind: 'values', path, value: parsed.value };
  return { kind: 'broken', path, binding: broken(agent, path, parsed.broken, parsed.where) };
}

export const broken = (agent: AgentId, file: string, reason: BrokenReason, detail: string): BrokenBinding => ({
  state: 'broken',
  agent,
  models: [],
  file,
  reason,
  detail,
});

/** An object, and no list. */
export const isFields = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text under a key; an empty one is none. */
export function textAt(value: Json | undefined, ...path: KeyPath): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Variables of the environment that are set, as what wins over a file. */
export function variables(host: AgentHost, of: Override['of'], ...names: readonly string[]): readonly Override[] {
  return names.flatMap((name) => {
    const value = variable(host, name);
    return value === undefined ? [] : [{ kind: 'variable' as const, name, of, value }];
  });
}

/** What wins over the file that is planned, told once for each variable or file. */
export function overrideWarnings(overrides: readonly Override[]): readonly Warning[] {
  const seen = new Set<string>();
  return overrides.flatMap(({ kind, name, of, value }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [
      kind === 'file'
        ? warning('file-wins', { file: name, of, value })
        : warning('variable-wins', { variable: name, of, value }),
    ];
  });
}

/** Agents that know one Region and one AWS profile for all models. @throws AgentProblem where the roles differ. */
export function requireOneConnection(target: Target): ProfileTarget {
  const all = profilesOf(target);
  const { main } = target.roles;
  if (all.some(({ region }) => region !== main.region)) throw new AgentProblem('regions-differ');
  if (all.some(({ awsProfile }) => awsProfile !== main.awsProfile)) throw new AgentProblem('aws-profiles-differ');
  return main;
}

/**
 * For agents that take an AWS profile by its name and nothing else.
 * @throws AgentProblem `needs-aws-profile` where our connection has none: a name that is not there would be no way in.
 */
export function requireAwsProfile({ awsProfile }: ProfileTarget): void {
  if (awsProfile === '') throw new AgentProblem('needs-aws-profile');
}

/** The scope that is asked for. @throws AgentProblem `no-such-scope` when the agent has none, or no folder is open. */
export function scopeOf(host: AgentHost, scopes: readonly Scope[], { scope = 'user' }: PlanOptions): Scope {
  if (!scopes.includes(scope) || (scope !== 'user' && host.workspace === undefined))
    throw new AgentProblem('no-such-scope');
  return scope;
}

/** The Region that AWS's shared files give an AWS profile; undefined is the default one. */
export function awsRegion(files: readonly Values[], profile: string | undefined): string | undefined {
  const found = ofKind(files, 'aws').map(({ value }) => textAt(value, profile ?? 'default', 'region'));
  return found.findLast((region) => region !== undefined);
}

/** A variable that signs in by itself, past the AWS profile. */
export const credentialWarnings = (host: AgentHost): readonly Warning[] =>
  inEnvironment(host, BEARER).map((one) => warning('other-credentials', { ...one }));
