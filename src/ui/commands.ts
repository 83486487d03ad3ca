/** Registers the commands of a feature. */

import * as vscode from 'vscode';
import type { CommandId } from '../manifest';
import { runForUser } from './errorBoundary';
import type { Log } from './log';

/**
 * What commands do, by id. The argument is what the caller of the command passes, such as the row of a view; the
 * palette passes none.
 */
export type CommandHandlers = Readonly<Partial<Record<CommandId, (argument: unknown) => unknown>>>;

/** Registers commands. An error that a handler throws is logged and shown. */
export function registerCommands(log: Log, handlers: CommandHandlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (argument: unknown) => runForUser(log, () => handler(argument))),
    ),
  );
}
