/** What the reader has chosen and the host has not answered yet: several choices at once must not undo each other. */

import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import type { PageState } from '../../protocol/usagePage/state';

/** The choices that are sent to the host, by the names of their controls. */
export interface Chosen {
  readonly scope: PageState['scope'];
  readonly range: PageState['range'];
  readonly grouping: string;
  readonly month: string;
}
type Name = keyof Chosen;

/** For each choice that is pending: the wanted value, and earlier ones that the host's next states may still have. */
export type PendingChoices = {
  readonly [Key in Name]?: { readonly wanted: Chosen[Key]; readonly superseded: readonly string[] };
};

/** The choices that a state of the host has. */
const chosenByHost = ({ scope, range, bill }: PageState): Chosen => ({
  scope,
  range,
  grouping: bill?.grouping ?? '',
  month: bill?.month ?? '',
});

/** What the reader sees chosen. */
export function chosenIn(choices: PendingChoices, state: PageState): Chosen {
  const open = Object.entries(choices).map(([name, { wanted }]) => [name, wanted] as const);
  return { ...chosenByHost(state), ...Object.fromEntries(open) };
}

/** Adds a choice. One that the host has already is not pending. */
export function choose<Key extends Name>(
  choices: PendingChoices,
  state: PageState,
  name: Key,
  wanted: Chosen[Key],
): PendingChoices {
  const { [name]: pending, ...others } = choices;
  const atHost = chosenByHost(state)[name];
  if (wanted === atHost) return others;
  const superseded = pending === undefined ? [atHost] : [...pending.superseded, pending.wanted];
  return { ...choices, [name]: { wanted, superseded } };
}

/** Choices that are still pending when a state has arrived: those of which it has a superseded value. */
export function stillPending(choices: PendingChoices, state: PageState): PendingChoices {
  const atHost = chosenByHost(state);
  const open = Object.entries(choices).filter(
    ([name, { wanted, superseded }]) => atHost[name as Name] !== wanted && superseded.includes(atHost[name as Name]),
  );
  return Object.fromEntries(open);
}

/** The message to the host: all choices that belong together, as the reader sees them. */
export function messageFor(name: Name, { scope, range, grouping, month }: Chosen): PageMessage {
  switch (name) {
    case 'scope':
      return { type: 'scope', scope };
    case 'range':
      return { type: 'range', range };
    case 'grouping':
    case 'month':
      return { type: 'bill', grouping, month };
  }
}
