/** Some seconds after the start: whether what was staged before the reload has held. */

import * as vscode from 'vscode';
import { cancelAtStart, checkAtStart, type AtStartState } from '../../agents/changes/scheduleAtStart';
import { agentOf } from '../../agents/registry';
import type { AtStartOutcome } from '../../agents/changes/applyAtStart';
import { COMMANDS } from '../../manifest';
import type { PendingChange } from './changeHistoryFile';
import type { FlowContext } from './flowContext';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Why it could not be written, the reason that matters most. */
export function outcomeSentence(name: string, outcomes: readonly AtStartOutcome[]): string {
  if (outcomes.includes('chosen'))
    return l10n.t('Another model was chosen in {0} meanwhile, and was left as it is.', name);
  if (outcomes.includes('expired'))
    return l10n.t('The change to {0} waited for longer than a day and was not made.', name);
  return l10n.t('The settings of {0} could not be written when the window started.', name);
}

/** What is told of a result; undefined where there is nothing to tell. */
export function atStartSentence(state: AtStartState, name: string, { kind, title }: PendingChange): string | undefined {
  switch (state.state) {
    case 'none':
    case 'waiting':
      return undefined;
    case 'held':
      return kind === 'use'
        ? l10n.t('{0} is set to {1}, and has taken it up.', name, title)
        : l10n.t('{0} is set as it was before, and has taken it up.', name);
    case 'reverted':
      return l10n.t(
        '{0}, perhaps another window of it, has put its earlier model back. Close its other windows, and try again.',
        name,
      );
    case 'not-written':
      return outcomeSentence(name, state.outcomes);
  }
}

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
