/** A question on the terminal. */

import { createInterface } from 'node:readline/promises';
import { stderr, stdin } from 'node:process';

/** Whether somebody can answer. */
export const isInteractive = (): boolean => stdin.isTTY && stderr.isTTY;

/** Whether the answer is yes. What is piped on gets only results: the question is written where errors are. */
export async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
