/** Writes a change that was confirmed, looks whether it is there, and tells what is left to do. */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Agent, Binding, Scope, Target } from '../../agents/agent';
import type { ChangePlan, Receipt } from '../../agents/changes/plan';
import { profilesOf } from '../../agents/warnings';
import { COMMANDS } from '../../manifest';
import { callExtension } from './callExtension';
import type { StoredChange } from './changes';
import type { FlowContext } from './context';
import { isInstalled } from './readAgents';
import { needText } from './warnings';
import { winnerOf, type Winner } from './effectiveModel';
import { window } from '../../ui/window';

const { l10n } = vscode;

const arnsOf = (target: Target): readonly string[] => profilesOf(target).map(({ arn }) => arn);

/** The ARN of each role that the files set to one of the profiles: what wins over them may be gone tomorrow. */
function rolesIn(binding: Binding, target: Target): Readonly<Record<string, string>> {
  const roles = binding.state === 'readable' ? binding.roles : [];
  const ours = roles.filter(({ model }) => arnsOf(target).includes(model));
  return Object.fromEntries(ours.map(({ role, model }) => [role, model]));
}

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
      void window.showInformationMessage(l10n.t('This is sample data: {0} is not changed.', agent.name));
    else await callExtension(plan.call, { agent: agent.name, title, pages: context.pages });
    return;
  }
  const receipt = await files.applyPlan(plan, places.host);
  const staged = isStaged(agent, plan, context);
  if (staged && places.staging !== undefined) {
    await files.stage(plan, places.staging, places.host.now());
    await places.changes.setPending({ agent: agent.id, kind: 'use', title });
  }
  const held = await files.verify(agent, plan.target, places.host, { scope });
  const binding = await agent.read(places.host);
  await places.changes.add(storedChange(wanted, binding, { plan, receipt, title }));
  note(`${agent.id}: ${String(plan.files.length)} files written, ${held ? 'verified' : 'not as written'}`);
  await context.refresh();
  void tell(wanted, plan, { title, staged, held, winner: winnerOf(binding, plan), at: receipt.at });
}

interface Done {
  readonly plan: ChangePlan;
  readonly receipt: Receipt;
  readonly title: string;
}

function storedChange({ agent, scope }: Place, binding: Binding, { plan, receipt, title }: Done): StoredChange {
  const { target, warnings, needs } = plan;
  return {
    agent: agent.id,
    scope,
    title,
    plan: { agent: agent.id, target, warnings, needs },
    files: plan.files.map(({ path, changes }) => ({ path, changes })),
    receipt,
    expected: rolesIn(binding, target),
  };
}

interface Outcome {
  readonly title: string;
  readonly staged: boolean;
  readonly held: boolean;
  readonly winner: Winner | undefined;
  /** Of the receipt: which change the button takes back. */
  readonly at: number;
}

/** What is wrong although it was written; undefined where nothing is. */
function wrongText(agent: string, { title, held, winner }: Outcome): string | undefined {
  if (!held)
    return l10n.t(
      '{0} was set to {1}, but its files say something else now: another program wrote over them.',
      agent,
      title,
    );
  return winner === undefined
    ? undefined
    : l10n.t(
        '{0} was set to {1}, but still uses another model, since {2} wins over that. Change it there, too.',
        agent,
        title,
        winner.text,
      );
}

/** Not awaited by who calls: the message may stay for as long as the user likes. */
async function tell({ agent }: Place, plan: ChangePlan, outcome: Outcome): Promise<void> {
  const { title, staged } = outcome;
  const undo = l10n.t('Undo');
  const reload = l10n.t('Reload Window');
  const winner = outcome.winner?.file;
  const open = winner === undefined ? undefined : l10n.t('Open {0}', basename(winner));
  const buttons = [...(open === undefined ? [] : [open]), ...(staged ? [reload] : []), undo];
  const needs = plan.needs.flatMap((need) => (need === 'reload-window' && !staged ? [] : (needText(need) ?? [])));
  const wrong = wrongText(agent.name, outcome);
  const answer =
    wrong === undefined
      ? await window.showInformationMessage(
          [l10n.t('{0} is set to {1}.', agent.name, title), ...needs].join(' '),
          ...buttons,
        )
      : await window.showWarningMessage(wrong, ...buttons);
  if (answer === open && winner !== undefined) await window.showTextDocument(vscode.Uri.file(winner));
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
  if (answer === undo)
    await vscode.commands.executeCommand(COMMANDS.undoAgentChange, { agent: agent.id, sure: outcome.at });
}
