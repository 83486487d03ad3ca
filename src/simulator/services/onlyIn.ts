/** Services that have an endpoint in a few Regions only. */

import { wrongScope } from '../errors';
import type { Operation } from '../operation';

/** Operations that refuse what was signed for another Region, as AWS's one endpoint does. */
export function onlyIn(
  regions: readonly string[],
  operations: Readonly<Record<string, Operation>>,
): Readonly<Record<string, Operation>> {
  const guarded = (operation: Operation): Operation => {
    return (input, context) => {
      if (regions.includes(context.region)) return operation(input, context);
      throw wrongScope(`Credential should be scoped to a valid region, not '${context.region}'.`);
    };
  };
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, guarded(operation)]));
}
