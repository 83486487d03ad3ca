/** *Switch Agents Back*: all agents that go through the gateway are set to what they had before, or to an ARN. */

import * as vscode from 'vscode';
import type { Agent, SettingsScope } from '../../agents/agent';
import type { Binding } from '../../agents/binding';
import { applyPlan } from '../../agents/changes/apply';
import { scheduleAtStart } from '../../agents/changes/scheduleAtStart';
import { isAgentProblem } from '../../agents/problem';
import { agentOf } from '../../agents/registry';
import { profileSource, type Profile } from '../../core/profiles/profile';
import { splitGeo } from '../../core/profiles/models';
import { myProfiles } from '../../store/selectors';
import { confirm } from '../../ui/confirm';
import { paragraph } from '../../ui/messages/paragraph';
import { window } from '../../ui/window';
import { agentConnection } from './agentConnection';
import { appliesAtStart } from './applyChange';
import type { FlowContext } from './flowContext';
import { isThroughGateway } from './gatewayUse';
import { agentProblemSentence } from './messages/problems';
import type { AgentRow } from './rows';
import { targetOf } from '../../agents/targetOfProfiles';
import { undoRoutes } from './undoRoute';

const { l10n } = vscode;

/** What became of one agent. `reason` is why it still goes through the gateway. */
interface BackResult {
  readonly name: string;
  readonly done: boolean;
  readonly reload: boolean;
  readonly reason?: string;
}

/** Asks once, and switches all of them back. */
export async function switchAgentsBack(context: FlowContext, rows: readonly AgentRow[]): Promise<void> {
  const agents = rows.filter(({ binding }) => isThroughGateway(binding));
  if (agents.length === 0) {
    void window.showInformationMessage(l10n.t('No agent goes through the gateway.'));
    return;
  }
  const names = agents.map(({ name }) => name).join(', ');
  const detail = l10n.t(
    'Their previous settings are restored. An agent whose settings were changed in the meantime is set to your profile by its ARN. Their secrets are no longer accepted.',
  );
  if (!(await confirm(l10n.t('Switch back {0}?', names), [detail], l10n.t('Switch Back')))) return;
  const results: BackResult[] = [];
  for (const row of agents) results.push(await switchBack(context, row));
  await context.refresh();
  void showResult(results);
}

async function switchBack(context: FlowContext, row: AgentRow): Promise<BackResult> {
  const { host } = context.environment;
  const agent = agentOf(row.agent);
  const { name } = agent;
  try {
    let { reload } = await undoRoutes(context, agent);
    let reason = l10n.t('Its files were changed since.');
    // Agents may share a file: another one's undo may have switched this one back, too.
    if (isThroughGateway(await agent.read(host))) {
      const { problem, ...byArn } = await useByArn(context, agent);
      reload ||= byArn.reload;
      reason = problem ?? reason;
    }
    if (isThroughGateway(await agent.read(host))) return { name, done: false, reload, reason };
    const gateway = await context.gateway.open();
    await gateway.revoke(agent.id, undefined);
    await gateway.revoke(agent.id, host.workspace);
    return { name, done: true, reload };
  } catch (error) {
    if (!isAgentProblem(error)) throw error;
    return { name, done: false, reload: false, reason: agentProblemSentence(error) };
  }
}

/** My profile for the model that the agent names; of several, the first. */
function profileFor(binding: Binding, mine: readonly Profile[]): Profile | undefined {
  const roles = binding.state === 'readable' ? binding.roles : [];
  const models = roles.flatMap(({ gateway, model }) => (gateway === undefined ? [] : [model, splitGeo(model).model]));
  return mine.find((profile) => models.includes(profileSource(profile).model ?? '')) ?? mine[0];
}

/** What became of setting an agent to an ARN. `problem` is why it could not be. */
interface ByArnResult {
  readonly reload: boolean;
  readonly problem?: string;
}

/** Sets an agent to my profile by its ARN, in whichever of its files it is pointed at the gateway. */
async function useByArn(context: FlowContext, agent: Agent): Promise<ByArnResult> {
  const { store, environment } = context;
  const { host, scheduleFolder, changes } = environment;
  const binding = await agent.read(host);
  const main = profileFor(binding, myProfiles(store.snapshot));
  if (main === undefined) return { reload: false, problem: l10n.t('You have no profile yet.') };
  const connection = await agentConnection(store.snapshot, host.env);
  const target = targetOf({ main }, connection, store.snapshot.pricing);
  const inFolder = host.workspace !== undefined && vscode.workspace.isTrusted;
  const scopes: readonly SettingsScope[] = inFolder ? agent.scopes : ['user'];
  for (const scope of scopes) {
    const plan = await agent.plan(target, host, { scope });
    await applyPlan(plan, host);
    if (isThroughGateway(await agent.read(host))) continue;
    if (scheduleFolder === undefined || !appliesAtStart(agent, plan, context)) return { reload: false };
    await scheduleAtStart(plan, scheduleFolder, host.now());
    await changes.setPending({ agent: agent.id, kind: 'use', title: main.name });
    return { reload: true };
  }
  return { reload: false };
}

async function showResult(results: readonly BackResult[]): Promise<void> {
  const left = results.filter(({ done }) => !done);
  for (const { name, reason = '' } of left)
    void window.showErrorMessage(l10n.t('{0} couldn’t be switched back. {1}', name, reason));
  const back = results.filter(({ done }) => done).map(({ name }) => name);
  if (back.length === 0) return;
  const done = l10n.t('No longer through the gateway: {0}.', back.join(', '));
  const reload = l10n.t('Reload Window');
  const isReload = results.some((one) => one.done && one.reload);
  const answer = isReload
    ? await window.showInformationMessage(paragraph(done, l10n.t('Reload the window to apply.')), reload)
    : await window.showInformationMessage(paragraph(done, l10n.t('Restart running sessions to apply.')));
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
