/** What is shown after an agent was changed, or a change was undone. */

import { l10n } from 'vscode';
import type { AtStartOutcome } from '../../../agents/changes/applyAtStart';
import type { AtStartState } from '../../../agents/changes/scheduleAtStart';
import { paragraph } from '../../../ui/messages/paragraph';
import type { PendingChange } from '../../../agents/changes/historyFile';
import type { OverridingSource } from '../overridingSource';

/** What takes precedence over the file that was changed, and what to do. */
export function overridingSentence(source: OverridingSource): string {
  switch (source.kind) {
    case 'variable':
      return l10n.t('The environment variable {0} takes precedence. Change it there, too.', source.name);
    case 'setting':
      return l10n.t('The setting {0} takes precedence. Change it there, too.', source.name);
    case 'file':
      return l10n.t('The file {0} takes precedence. Change it there, too.', source.file);
    case 'key':
      return l10n.t('{0} in {1} takes precedence. Change it there, too.', source.keyPath, source.file);
    case 'unknown':
      return l10n.t('Another setting takes precedence. Change it there, too.');
  }
}

/** The change was written, but something takes precedence over it. */
export const overriddenAfterChange = (agent: string, title: string, source: OverridingSource): string =>
  paragraph(l10n.t('{0} was set to {1}, but still uses another model.', agent, title), overridingSentence(source));

/** There was nothing to change, but something takes precedence over the file. */
export const overriddenUnchanged = (agent: string, title: string, source: OverridingSource): string =>
  paragraph(
    l10n.t('The settings of {0} already name {1}, but it still uses another model.', agent, title),
    overridingSentence(source),
  );

/** Why a scheduled change was not made, by the reason that matters most. */
export function outcomeSentence(name: string, outcomes: readonly AtStartOutcome[]): string {
  if (outcomes.includes('chosen'))
    return l10n.t('Another model was chosen in {0} in the meantime. It wasn’t changed.', name);
  if (outcomes.includes('expired'))
    return l10n.t('The change to {0} was pending for more than a day and wasn’t made.', name);
  return l10n.t('Couldn’t write the settings of {0} when the window started.', name);
}

/** The result of a scheduled change; undefined where there is nothing to report. */
export function atStartSentence(state: AtStartState, name: string, { kind, title }: PendingChange): string | undefined {
  switch (state.state) {
    case 'none':
    case 'waiting':
      return undefined;
    case 'held':
      return kind === 'use'
        ? l10n.t('{0} now uses {1}.', name, title)
        : l10n.t('{0} now uses its previous settings.', name);
    case 'reverted':
      return l10n.t(
        '{0} was reverted to its previous model, perhaps by another window. Close other windows and try again.',
        name,
      );
    case 'not-written':
      return outcomeSentence(name, state.outcomes);
  }
}
