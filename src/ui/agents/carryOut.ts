/** Writes a change that was confirmed, looks whether it is there, and tells what is left to do. */

import * as vscode from 'vscode';
import { invoked, type Agent, type Binding, type Scope } from '../../agents/agent';
import type { ChangePlan, Receipt } from '../../agents/plan';
import { COMMANDS } from '../../contract';
import { callExtension } from './callExtension';
import type { StoredChange } from './changes';
import type { FlowContext } from './context';
import { isInstalled } from './readings';
import { needText } from './warnings';

const { l10n } = vscode;

/** The ARN of each role as it is read. */
export const rolesIn = (binding: Binding): Readonly<Record<string, string>> =>
  binding.state === 'readable' ? Object.fromEntries(binding.roles.map((role) => [role.role, invoked(role)])) : {};

/** Whether an agent of this window holds its settings in memory and would write them over ours. */
export const isStaged = (agent: Agent, plan: ChangePlan, { places }: FlowContext): boolean =>
  plan.needs.includes('stage') && places.staging !== undefined && isInstalled(agent);

/** Which agent, and which of its files. */
export interface Place {
  readonly agent: Agent;
  readonly scope: Scope;
}

/** @throws AgentProblem when a file must be left alone. */
export async function carryOut(context: FlowContext, wanted: Place, plan: ChangePlan, title: string): Promise<void> {
  const { agent, scope } = wanted;
  const { places, note, files } = context;
  if (plan.call !== undefined) {
    // Sample data has no extensions of its own.
    if (places.staging === undefined)
      void vscode.window.showInformationMessage(l10n.t('This is sample data: {0} is not changed.', agent.name));
    else await callExtension(plan.call, { agent: agent.name, title, pages: context.pages });
    return;
  }
  const receipt = await files.applyPlan(plan, { storage: places.storage, now: places.host.now });
  const staged = isStaged(agent, plan, context);
  if (staged && places.staging !== undefined) {
    await files.stage(plan, places.staging, places.host.now());
    await places.changes.setPending({ agent: agent.id, kind: 'use', title });
  }
  const held = await files.verify(agent, plan.target, places.host, { scope });
  await places.changes.add(await storedChange(context, wanted, { plan, receipt, title }));
  note(`${agent.id}: ${String(plan.files.length)} files written, ${held ? 'verified' : 'not as written'}`);
  await context.refresh();
  void tell(wanted, plan, { title, staged, held });
}

interface Done {
  readonly plan: ChangePlan;
  readonly receipt: Receipt;
  readonly title: string;
}

async function storedChange(
  { places }: FlowContext,
  { agent, scope }: Place,
  { plan, receipt, title }: Done,
): Promise<StoredChange> {
  const { target, warnings, needs } = plan;
  return {
    agent: agent.id,
    scope,
    title,
    plan: { agent: agent.id, target, warnings, needs },
    files: plan.files.map(({ path, changes }) => ({ path, changes })),
    receipt,
    expected: rolesIn(await agent.read(places.host)),
  };
}

interface Outcome {
  readonly title: string;
  readonly staged: boolean;
  readonly held: boolean;
}

/** Not awaited by who calls: the message may stay for as long as the user likes. */
async function tell({ agent }: Place, plan: ChangePlan, { title, staged, held }: Outcome): Promise<void> {
  const undo = l10n.t('Undo');
  const reload = l10n.t('Reload Window');
  const buttons = staged ? [reload, undo] : [undo];
  const needs = plan.needs.flatMap((need) => (need === 'reload-window' && !staged ? [] : (needText(need) ?? [])));
  const answer = held
    ? await vscode.window.showInformationMessage(
        [l10n.t('{0} is set to {1}.', agent.name, title), ...needs].join(' '),
        ...buttons,
      )
    : await vscode.window.showWarningMessage(
        l10n.t(
          '{0} was set to {1}, but its files say something else now: another program wrote over them.',
          agent.name,
          title,
        ),
        ...buttons,
      );
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
  if (answer === undo) await vscode.commands.executeCommand(COMMANDS.undoAgentChange, { agent: agent.id, sure: true });
}
