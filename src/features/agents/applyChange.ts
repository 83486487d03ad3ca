/** Writes a change that was confirmed, verifies it, and shows what is left to do. */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Agent, SettingsScope } from '../../agents/agent';
import type { ChangePlan } from '../../agents/changes/plan';
import { applyPlan } from '../../agents/changes/apply';
import { scheduleAtStart } from '../../agents/changes/scheduleAtStart';
import { isApplied } from '../../agents/registry';
import { COMMANDS } from '../../manifest';
import { callExtension } from './passToExtension';
import { storedChange } from '../../agents/changes/storedChange';
import type { FlowContext } from './flowContext';
import { isInstalled } from './readAgents';
import { overriddenAfterChange } from './messages/changes';
import { needText } from './messages/warnings';
import { overridingSource, type OverridingSource } from './overridingSource';
import { window } from '../../ui/window';
import { paragraph } from '../../ui/messages/paragraph';

const { l10n } = vscode;

/** Whether an agent of this window holds its settings in memory and would write them over ours. */
export const appliesAtStart = (agent: Agent, plan: ChangePlan, { environment }: FlowContext): boolean =>
  plan.needs.includes('stage') && environment.scheduleFolder !== undefined && isInstalled(agent);

/** Which agent, and which of its files. */
export interface AgentScope {
  readonly agent: Agent;
  readonly scope: SettingsScope;
}

/** @throws AgentProblem when a file must not be changed. */
export async function applyChange(
  context: FlowContext,
  wanted: AgentScope,
  plan: ChangePlan,
  title: string,
): Promise<void> {
  const { agent, scope } = wanted;
  const { environment, note } = context;
  if (plan.call !== undefined) {
    // Sample data has no extensions of its own.
    if (environment.scheduleFolder === undefined)
      void window.showInformationMessage(l10n.t('Sample data: {0} wasn’t changed.', agent.name));
    else await callExtension(plan.call, { agent: agent.name, title, previews: context.previews });
    return;
  }
  const receipt = await applyPlan(plan, environment.host);
  const scheduled = appliesAtStart(agent, plan, context);
  if (scheduled && environment.scheduleFolder !== undefined) {
    await scheduleAtStart(plan, environment.scheduleFolder, environment.host.now());
    await environment.changes.setPending({ agent: agent.id, kind: 'use', title });
  }
  const isUnchanged = await isApplied(agent, plan.target, environment.host, { scope });
  const binding = await agent.read(environment.host);
  await environment.changes.add(storedChange({ agent: agent.id, scope, title, plan, receipt, binding }));
  note(`${agent.id}: ${String(plan.files.length)} files written, ${isUnchanged ? 'verified' : 'not as written'}`);
  await context.refresh();
  void showResult(wanted, plan, {
    title,
    scheduled,
    held: isUnchanged,
    overridden: overridingSource(binding, plan),
    at: receipt.at,
  });
}

interface ApplyOutcome {
  readonly title: string;
  readonly scheduled: boolean;
  readonly held: boolean;
  readonly overridden: OverridingSource | undefined;
  /** The time of the receipt: the change that the button undoes. */
  readonly at: number;
}

/** What is wrong although it was written; undefined where nothing is. */
function wrongText(agent: string, { title, held: isUnchanged, overridden }: ApplyOutcome): string | undefined {
  if (!isUnchanged) return l10n.t('{0} was set to {1}, but another program has overwritten its files.', agent, title);
  return overridden === undefined ? undefined : overriddenAfterChange(agent, title, overridden);
}

/** Not awaited by the caller: the message may stay for as long as the user likes. */
async function showResult({ agent }: AgentScope, plan: ChangePlan, outcome: ApplyOutcome): Promise<void> {
  const { title, scheduled } = outcome;
  const undo = l10n.t('Undo');
  const reload = l10n.t('Reload Window');
  const file = outcome.overridden?.file;
  const open = file === undefined ? undefined : l10n.t('Open {0}', basename(file));
  const buttons = [...(open === undefined ? [] : [open]), ...(scheduled ? [reload] : []), undo];
  const needs = plan.needs.flatMap((need) => (need === 'reload-window' && !scheduled ? [] : (needText(need) ?? [])));
  const wrong = wrongText(agent.name, outcome);
  const answer =
    wrong === undefined
      ? await window.showInformationMessage(
          paragraph(l10n.t('{0} is set to {1}.', agent.name, title), ...needs),
          ...buttons,
        )
      : await window.showWarningMessage(wrong, ...buttons);
  if (answer === open && file !== undefined) await window.showTextDocument(vscode.Uri.file(file));
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
  if (answer === undo)
    await vscode.commands.executeCommand(COMMANDS.undoAgentChange, { agent: agent.id, sure: outcome.at });
}
