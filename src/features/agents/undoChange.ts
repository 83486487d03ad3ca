/** Shows the last change of an agent, and undoes it. */

import { confirm } from '../../ui/confirm';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { undoFiles, type UndoOutcome } from '../../agents/changes/undoFiles';
import { agentOf } from '../../agents/registry';
import { changeDocument } from './changeMarkdown';
import type { StoredChange } from '../../agents/changes/historyFile';
import type { FlowContext } from './flowContext';
import { revokeSecret } from './gatewayUse';
import { scheduleUndo } from './scheduleUndo';
import { showAgentProblem } from './useInAgent';
import type { AgentRow } from './rows';
import { window } from '../../ui/window';
import { paragraph } from '../../ui/messages/paragraph';
import type { AgentId } from '../../agents/agentId';

const { l10n } = vscode;

const dateText = (at: number): string => new Date(at).toLocaleString(vscode.env.language);

async function lastChange({ environment }: FlowContext, id: AgentId): Promise<StoredChange | undefined> {
  const last = await environment.changes.last(id);
  if (last === undefined)
    void window.showInformationMessage(l10n.t('There are no changes to {0} to undo or show.', agentOf(id).name));
  return last;
}

/** Shows the last change as it was shown before it was made. */
export async function showChange(context: FlowContext, id: AgentId): Promise<void> {
  const last = await lastChange(context, id);
  if (last === undefined) return;
  const { name } = agentOf(id);
  const files = last.files.map((file) => ({ ...file, isNew: isNew(last, file.path) }));
  const text = changeDocument(last.plan, files, {
    title: l10n.t('{0} was set to {1}', name, last.title),
    state: l10n.t('Changed here on {0}.', dateText(last.receipt.at)),
    done: true,
    notes: [],
  });
  await context.previews.showMarkdown(l10n.t('Last change to {0}', name), text, true);
}

const isNew = ({ receipt }: StoredChange, path: string): boolean =>
  receipt.files.find((file) => file.path === path)?.kept === undefined;

function confirmUndo(last: StoredChange, name: string): Promise<boolean> {
  const names = last.files.map(({ path }) => path).join('\n');
  return confirm(
    l10n.t('Undo the change to {0} of {1}?', name, dateText(last.receipt.at)),
    [l10n.t('The previous values in these files are restored:\n{0}', names)],
    l10n.t('Undo'),
  );
}

/** Undoes the last change of an agent: byte for byte where the file was not written since, else value by value. */
export async function undoChange(context: FlowContext, id: AgentId, sure = false): Promise<void> {
  const agent = agentOf(id);
  const last = await lastChange(context, id);
  if (last === undefined || !(sure || (await confirmUndo(last, agent.name)))) return;
  try {
    const { plan, left, changed } = await undoFiles(last, agent, context.environment.host);
    // The change is kept, so that what could not be restored can be read there, and restoring it can be tried again.
    if (left.length === 0) await context.environment.changes.remove(last);
    if (last.plan.target.gateway !== undefined) await revokeSecret(context, id, last.scope);
    const reload = changed && (await scheduleUndo(context, agent, last, plan));
    await context.refresh();
    void showUndoResult(agent.name, { reload, left, changed });
  } catch (error) {
    await context.refresh();
    await showAgentProblem(error, agent);
  }
}

interface UndoResult extends Pick<UndoOutcome, 'left' | 'changed'> {
  readonly reload: boolean;
}

async function showUndoResult(name: string, { reload, left, changed }: UndoResult): Promise<void> {
  if (left.length > 0 && !changed) {
    const text = l10n.t(
      '{0} wasn’t restored, because these values were changed in the meantime: {1}',
      name,
      left.join(', '),
    );
    void window.showWarningMessage(text);
    return;
  }
  const button = l10n.t('Reload Window');
  const done =
    left.length === 0
      ? l10n.t('{0} was restored to its previous settings.', name)
      : l10n.t(
          '{0} was restored to its previous settings, except for values that were changed in the meantime: {1}.',
          name,
          left.join(', '),
        );
  const answer = reload
    ? await window.showInformationMessage(paragraph(done, l10n.t('Reload the window to apply.')), button)
    : await window.showInformationMessage(done);
  if (answer === button) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

/** Opens the file that sets what an agent uses; asks where there are several. */
export async function openFile({ files, report, name }: AgentRow): Promise<void> {
  const used = report.roles.map(({ role }) => role.file).filter((file) => file !== '');
  const all = [...new Set([...used, ...files])];
  const [first] = all;
  const file =
    all.length < 2
      ? first
      : (
          await window.showQuickPick(
            all.map((path) => ({ label: basename(path), description: path, path })),
            { title: l10n.t('Settings Files of {0}', name) },
          )
        )?.path;
  if (file !== undefined) await window.showTextDocument(vscode.Uri.file(file));
}
