/** State of one service that belongs to one world. */

import type { World } from './world';

/** Answers each world's own state, made when it is first asked for. */
export function perWorld<T>(make: (world: World) => T): (world: World) => T {
  const made = new WeakMap<World, { readonly state: T }>();
  return (world) => {
    const known = made.get(world) ?? { state: make(world) };
    made.set(world, known);
    return known.state;
  };
}
