/** The scenarios by name. */

import type { Scenario } from '../scenario';
import { company, newcomer } from './company';
import { empty } from './empty';
import { thousand } from './thousand';

export const SCENARIOS: Readonly<Record<string, Scenario>> = { company, newcomer, empty, thousand };

/** Throws for an unknown name. */
export function findScenario(name: string): Scenario {
  const found = SCENARIOS[name];
  if (!found) throw new Error(`There is no scenario "${name}". Scenarios: ${Object.keys(SCENARIOS).join(', ')}.`);
  return found;
}
