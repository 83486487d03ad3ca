/** *Sign In with AWS SSO*: the sign-in command, typed into a terminal. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { fieldOf } from '../../core/collections';
import { commandLine, shellAt } from '../../core/shell';
import type { Store } from '../../store/store';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** A prompt that has been drawn; where the shell does not report it, this long is enough for most. */
const PROMPT_MS = 1500;

async function untilPrompt(terminal: vscode.Terminal): Promise<void> {
  if (terminal.shellIntegration !== undefined) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ready.dispose();
      resolve();
    };
    const timer = setTimeout(end, PROMPT_MS);
    const ready = window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) end();
    });
  });
}

/** The AWS profile of the row that the command was run on; undefined where it names none. */
function awsProfileOf(argument: unknown): string | undefined {
  const name = fieldOf(argument, 'awsProfile');
  return typeof name === 'string' ? name : undefined;
}

/**
 * Opens a terminal with the sign-in command typed in; the user runs it.
 * @param argument may name an AWS profile; otherwise it is the connection's.
 */
export async function signIn(store: Store, argument?: unknown): Promise<void> {
  const { caller, profiles, mine, choice } = store.snapshot;
  const expired = [caller, profiles, mine].find(({ problem }) => problem?.code === 'sso-expired')?.problem;
  const name = awsProfileOf(argument) ?? expired?.detail.awsProfile ?? choice?.awsProfile ?? '';
  // Not in the open folder: some shells would run an `aws` that lies in it.
  const terminal = window.createTerminal({ name: l10n.t('AWS Sign-In'), cwd: homedir() });
  terminal.show();
  await untilPrompt(terminal);
  const kind = (await (await import('../../aws/index')).listAwsProfiles()).find(
    (profile) => profile.name === name,
  )?.kind;
  const command = kind === 'login' ? ['aws', 'login'] : ['aws', 'sso', 'login'];
  const shell = shellAt(terminal.state.shell ?? vscode.env.shell);
  const line = commandLine([...command, ...(name === '' ? [] : ['--profile', name])], shell);
  const isQuoted = line?.shell === shell || /^[\w ./:-]+$/.test(line?.text ?? '');
  terminal.sendText(isQuoted && line !== undefined ? line.text : command.join(' '), false);
  if (isQuoted) return;
  void window.showInformationMessage(
    l10n.t(
      'Add --profile and the name of your AWS profile to the command: the name has characters that this shell may not accept.',
    ),
  );
}
