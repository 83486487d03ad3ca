/**
 * The rows of a list that also offers what is typed, and the row that Enter takes. VS Code shows the rows of an earlier
 * text for a moment, and names the row that it has highlighted by its place among them, so that its answer is about
 * another row once the rows have changed.
 */

interface Row {
  readonly label: string;
}

export class RowsForText<Item extends Row> {
  #items: readonly Item[] = [];
  /** Those for the text, before the others. */
  #typed: readonly Item[] = [];
  #text = '';
  /** How often the rows have changed with the text, and up to which change VS Code shows them. */
  #changes = 0;
  #shown = 0;

  constructor(private readonly typedRows: (text: string) => readonly Item[]) {}

  get all(): readonly Item[] {
    return [...this.#typed, ...this.#items];
  }

  /** Sets the rows that do not depend on the text. */
  load(items: readonly Item[]): void {
    this.#items = items;
  }

  /** Sets the text. Answers the number of the change where there are other rows for it. */
  type(text: string): number | undefined {
    this.#text = text;
    const typed = this.typedRows(text);
    if (typed.length === 0 && this.#typed.length === 0) return undefined;
    this.#typed = typed;
    return ++this.#changes;
  }

  /** To be called when VS Code shows the rows of a change. */
  shown(change: number): void {
    this.#shown = change;
  }

  /** The row that Enter takes: of a text that was typed in haste the one that VS Code is about to highlight. */
  accepted(selected: Item | undefined): Item | undefined {
    return this.#shown < this.#changes ? this.#first : selected;
  }

  get #first(): Item | undefined {
    return this.#typed[0] ?? this.#items.find(({ label }) => label === this.#text);
  }
}
