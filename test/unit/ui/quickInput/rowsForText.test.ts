/** What Enter takes of a list that offers what is typed, whatever VS Code shows of it at that moment. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { RowsForText } from '../../../../src/ui/quickInput/rowsForText';

interface Row {
  readonly label: string;
}

const TEAMS: readonly Row[] = ['data', 'growth', 'platform'].map((label) => ({ label }));
const rows = (): RowsForText<Row> => {
  const made = new RowsForText<Row>((text) =>
    text === '' || TEAMS.some(({ label }) => label === text) ? [] : [{ label: text }],
  );
  made.load(TEAMS);
  return made;
};

/** VS Code's window: it filters at once by what is typed, and gets other rows when it has time to. */
class ShownList {
  #text = '';
  #active: number | undefined = 0;
  constructor(private shown: readonly Row[]) {}

  type(text: string): void {
    this.#text = text;
    this.#highlightFirst();
  }

  show(all: readonly Row[]): void {
    this.shown = all;
    this.#highlightFirst();
  }

  /** The place of the highlighted row among those that are shown, which is all that the extension host gets. */
  get active(): number | undefined {
    return this.#active;
  }

  #highlightFirst(): void {
    const place = this.shown.findIndex(({ label }) => label.includes(this.#text));
    this.#active = place === -1 ? undefined : place;
  }
}

describe('Enter after a text that was typed', () => {
  it('takes the text, although VS Code has not shown it yet', () => {
    const list = rows();
    for (const text of ['d', 'da', 'dat']) assert.ok(list.type(text));
    assert.equal(list.accepted(list.all[1])?.label, 'dat');
    list.shown(2);
    assert.equal(list.accepted(list.all[1])?.label, 'dat');
  });

  it('takes the row that was gone to, once the rows of the text are shown', () => {
    const list = rows();
    list.shown(list.type('dat') ?? 0);
    assert.equal(list.accepted(list.all[1])?.label, 'data');
  });

  it('takes what VS Code has selected where nothing was typed', () => {
    const list = rows();
    assert.equal(list.accepted(list.all[2])?.label, 'platform');
  });

  it('takes the text, however late VS Code shows its rows', () => {
    const texts = fc.constantFrom('data', 'dat', 'growth', 'platform', 'platforms', 'x');
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.boolean()), (text, isInTime) => {
        const list = rows();
        const window = new ShownList(list.all);
        const late: { readonly change: number; readonly all: readonly Row[] }[] = [];
        for (let length = 1; length <= text.length; length += 1) {
          const typed = text.slice(0, length);
          window.type(typed);
          const change = list.type(typed);
          if (change !== undefined) late.push({ change, all: list.all });
          while (late.length > 0 && isInTime.next().value === true) {
            const arrived = late.shift();
            if (arrived === undefined) break;
            window.show(arrived.all);
            list.shown(arrived.change);
          }
        }
        const selected = window.active === undefined ? undefined : list.all[window.active];
        assert.equal(list.accepted(selected)?.label, text);
      }),
    );
  });
});
