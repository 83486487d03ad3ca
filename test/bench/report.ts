/** The table on the console, and the same as JSON. */

import type { Figure, Section } from './figures';

const WIDTH = 130;
const SAY: Readonly<Record<NonNullable<Figure['verdict']>, string>> = {
  ok: 'ok',
  over: 'OVER',
  slow: 'slow (a time: no failure)',
};

function rowsOf({ figures }: Section, name: number, value: number): string[] {
  return figures.map((figure) => {
    const { budget, verdict } = figure;
    const end = verdict === undefined ? '' : `  ${(budget ?? '').padEnd(16)}  ${SAY[verdict]}`;
    return `  ${figure.name.padEnd(name)}  ${figure.value.padEnd(value)}${end}`.trimEnd();
  });
}

/** A note in lines of a readable width. */
function noteLines(note: string): string[] {
  const lines: string[] = [];
  for (const word of note.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > WIDTH)
      lines.push(last === undefined ? `  · ${word}` : `    ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** One table of all sections, in columns of one width. */
export function tableOf(sections: readonly Section[]): string {
  const figures = sections.flatMap((section) => section.figures);
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const name = widest(figures.map((figure) => figure.name));
  const value = widest(figures.map((figure) => figure.value));
  return sections
    .map((section) => [section.title, ...rowsOf(section, name, value), ...section.notes.flatMap(noteLines)].join('\n'))
    .join('\n\n');
}

/** The figures that are over budget for good. */
export const overBudget = (sections: readonly Section[]): readonly Figure[] =>
  sections.flatMap(({ figures }) => figures.filter(({ verdict }) => verdict === 'over'));
