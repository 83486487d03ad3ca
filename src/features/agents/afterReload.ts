/** Some seconds after the start: checks whether a change that was scheduled before the reload is in effect. */

import * as vscode from 'vscode';
import { cancelAtStart, checkAtStart } from '../../agents/changes/scheduleAtStart';
import { agentOf } from '../../agents/registry';
import { COMMANDS } from '../../manifest';
import type { FlowContext } from './flowContext';
import { atStartSentence } from './messages/changes';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Reports the result of the pending change, and clears it. */
export async function afterReload({ environment, note, refresh }: FlowContext): Promise<void> {
  const { scheduleFolder, changes } = environment;
  const pending = await changes.pending();
  if (scheduleFolder === undefined || pending === undefined) return;
  const state = await checkAtStart(scheduleFolder);
  const sentence = atStartSentence(state, agentOf(pending.agent).name, pending);
  if (sentence === undefined) return;
  await cancelAtStart(scheduleFolder);
  await changes.setPending(undefined);
  note(`${pending.agent}: after the reload ${state.state}`);
  await refresh();
  if (state.state === 'held') {
    void window.showInformationMessage(sentence);
    return;
  }
  const again = l10n.t('Try Again');
  const buttons = pending.kind === 'use' ? [again] : [];
  void window.showWarningMessage(sentence, ...buttons).then((answer) => {
    if (answer === again)
      void vscode.commands.executeCommand(COMMANDS.useMyProfile, { agent: pending.agent, again: true });
  });
}
