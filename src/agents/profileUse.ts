/** Which agents would lose their model with a profile. Pure. */

import type { Binding } from './binding';

/** What is known of one agent. */
export interface ReadAgent {
  /** For people. */
  readonly name: string;
  readonly binding: Binding;
  /** Whether its extension is installed in this window. */
  readonly installed: boolean;
}

export interface ProfileUse {
  /** Names of the agents that name the profile, by its ARN or its id, for any kind of work. */
  readonly using: readonly string[];
  /** Names of those that may: a file of theirs is broken, or has a reference that could not be resolved. */
  readonly unknown: readonly string[];
}

interface Profile {
  readonly arn: string;
  readonly id: string;
}

/** An override may be removed later, so that the file's model counts as well. */
function isUsing(binding: Binding, { arn, id }: Profile): boolean {
  if (binding.state !== 'readable') return false;
  const models = binding.roles.flatMap(({ model, overrides }) => [model, ...overrides.map(({ value }) => value)]);
  return models.some((model) => model === arn || model === id);
}

/** A hidden agent that is not installed is not in use. */
function isUnknown({ binding, installed }: ReadAgent): boolean {
  if (binding.state === 'readable') return binding.roles.some(({ unresolved }) => unresolved?.of === 'model');
  return binding.state === 'broken' || (binding.state === 'hidden' && installed);
}

/** Finds the agents that use a profile, and those that may. */
export function agentsUsing(agents: readonly ReadAgent[], profile: Profile): ProfileUse {
  const using = agents.filter(({ binding }) => isUsing(binding, profile));
  const unknown = agents.filter((agent) => !using.includes(agent) && isUnknown(agent));
  return { using: using.map(({ name }) => name), unknown: unknown.map(({ name }) => name) };
}
