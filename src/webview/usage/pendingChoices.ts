/** What the reader has chosen and the host has not answered yet: several choices at once must not undo each other. */

import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import type { PageState } from '../../protocol/usagePage/state';

/** The choices that the host is told, by the names of their controls. */
export interface Chosen {
  readonly scope: PageState['scope'];
  readonly range: PageState['range'];
  readonly grouping: string;
  readonly month: string;
}
type Name = keyof Chosen;

/** For each choice that is under way: what is wanted, and what the host may still say that was meant before. */
export type PendingChoices = {
  readonly [Key in Name]?: { readonly wanted: Chosen[Key]; readonly superseded: readonly string[] };
};

/** What a state says is chosen. */
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

/** One more choice. What the host says already is nothing to wait for. */
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

/** Choices that are still under way when a state has arrived: those of which it says what was meant before. */
export function stillPending(choices: PendingChoices, state: PageState): PendingChoices {
  const atHost = chosenByHost(state);
  const open = Object.entries(choices).filter(
    ([name, { wanted, superseded }]) => atHost[name as Name] !== wanted && superseded.includes(atHost[name as Name]),
  );
  return Object.fromEntries(open);
}

/** What the host is told: all that belongs together, as the reader sees it. */
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
