import * as vscode from 'vscode';
import { asProblem } from '../core/problem';
import { remedyFor, sentenceFor } from './sentences';
import { window } from './window';

/** Tells about a failed action, with the one button that helps. */
export async function showProblem(error: unknown): Promise<void> {
  const problem = asProblem(error);
  const { label, command } = remedyFor(problem);
  if ((await window.showErrorMessage(sentenceFor(problem), label)) === label)
    await vscode.commands.executeCommand(command);
}
