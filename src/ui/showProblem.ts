import * as vscode from 'vscode';
import { asProblem } from '../core/problem';
import { problemRemedy, problemSentence } from './messages/problems';
import { window } from './window';

/**
 * Shows a failed action, with the one button that helps. It returns at once: a message stays for as long as the user
 * likes, and no command waits for it.
 */
export function showProblem(error: unknown): void {
  const problem = asProblem(error);
  const { label, command } = problemRemedy(problem);
  void window.showErrorMessage(problemSentence(problem), label).then((chosen) => {
    if (chosen === label) void vscode.commands.executeCommand(command);
  });
}
