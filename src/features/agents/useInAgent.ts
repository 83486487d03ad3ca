/** *Use in an agent*: which profile, which kinds of work, which file, the change shown, and then carried out. */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Agent, SettingsScope } from '../../agents/agent';
import type { AgentId } from '../../agents/agentId';
import type { GatewayRoute, Target } from '../../agents/target';
import type { ChangePlan } from '../../agents/changes/plan';
import { AgentProblem, isAgentProblem, type AgentProblemCode } from '../../agents/problem';
import { agentOf } from '../../agents/registry';
import { COMMANDS } from '../../manifest';
import { isMine, profileSource, type Profile } from '../../core/profiles/profile';
import type { PriceCalculator } from '../../store/pricing';
import { myProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { isUnanswered } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { ownerText } from '../../ui/labels';
import { pickProfile } from '../../ui/pickProfile';
import { setting } from '../../ui/settings/settings';
import { agentConnection, connectionNotes, type AgentConnection } from './agentConnection';
import { applyChange, type AgentScope } from './applyChange';
import type { ChangeDetails } from './changeMarkdown';
import type { FlowContext } from './flowContext';
import type { AgentsEnvironment } from './environment';
import { gatewayNotes, plannedRoute, secretUse, withIssuedSecret } from './gatewayUse';
import { pathLabel, review } from './review';
import { undoEarlierRoute } from './undoRoute';
import { namesOf, targetOf, type ChosenProfiles } from '../../agents/targetOfProfiles';
import { unsupportedInCline } from '../../ui/unsupportedModels';
import { overriddenUnchanged } from './messages/changes';
import { agentProblemSentence } from './messages/problems';
import type { Note } from './messages/warnings';
import { overridingSource } from './overridingSource';
import { window } from '../../ui/window';
import type { QuickItem } from '../../ui/window/quickInput';

const { l10n } = vscode;

/** Everything that is decided before the change is shown. */
export interface AgentChange extends AgentScope {
  readonly chosen: ChosenProfiles;
  /** Of the gateway, with a secret that is good for planning alone; undefined: by ARN. */
  readonly route?: GatewayRoute | undefined;
}

/** From the agent to what came of it. `profile` is the one that the user began with, if any. */
export async function useInAgent(context: FlowContext, id: AgentId, profile?: Profile): Promise<void> {
  const agent = agentOf(id);
  const { snapshot } = context.store;
  const main = profile ?? (await mainProfile(snapshot, agent));
  if (main === undefined) return;
  const { askProfileSet } = await import('./profileSetStep');
  const chosen = await askProfileSet(context, agent, main);
  if (chosen === undefined) return;
  const route = chosen.throughGateway === true ? await plannedRoute(context) : undefined;
  const way = { agent, chosen, route };
  const scope = await askScope(context, way);
  if (scope === undefined) {
    showCreatedProfilesKept(agent.name, chosen.createdNames ?? []);
    return;
  }
  await changeAgent(context, { ...way, scope });
}

/** Mine, where there is one; a list, mine first, where there are several; where there is none, the way to one. */
async function mainProfile(snapshot: Snapshot, agent: Agent): Promise<Profile | undefined> {
  const unsupported = agent.id === 'cline' ? await unsupportedInCline(snapshot.sample) : undefined;
  const whyNot = (profile: Profile): string | undefined => unsupported?.(profileSource(profile).model ?? '');
  const mine = myProfiles(snapshot);
  if (mine.length === 1) return mine[0];
  if (mine.length > 1) return pickProfile(snapshot, whyNot);
  const create = l10n.t('Create My Profile');
  const others = l10n.t('Choose Another');
  const answer = await window.showInformationMessage(l10n.t('You have no profile yet.'), create, others);
  if (answer === create) void vscode.commands.executeCommand(COMMANDS.createProfile);
  return answer === others ? pickProfile(snapshot, whyNot) : undefined;
}

/** Prices as they are known, loaded where nothing has needed them so far. */
async function pricingFor({ store }: FlowContext): Promise<PriceCalculator> {
  const { pricing, priceList } = store.snapshot;
  if (pricing !== undefined) return pricing;
  const { priceCalculatorOf } = await import('../../store/pricing');
  return priceCalculatorOf(setting('prices.overrides'), priceList.value);
}

const connectionOf = ({ store, environment }: FlowContext): Promise<AgentConnection> =>
  agentConnection(store.snapshot, environment.host.env);

async function targetFor(context: FlowContext, { chosen, route }: AgentChange): Promise<Target> {
  const target = targetOf(chosen, await connectionOf(context), await pricingFor(context));
  return route === undefined ? target : { ...target, gateway: route };
}

/** @throws AgentProblem `not-trusted` for a file of a folder that nobody vouches for. */
async function planIn({ environment }: FlowContext, { agent, scope }: AgentScope, target: Target): Promise<ChangePlan> {
  if (scope !== 'user' && !vscode.workspace.isTrusted) throw new AgentProblem('not-trusted');
  return agent.plan(target, environment.host, { scope });
}

const SCOPE_ORDER: readonly SettingsScope[] = ['user', 'local', 'project'];

function scopeLabel(scope: SettingsScope): Pick<QuickItem, 'icon' | 'label'> {
  switch (scope) {
    case 'user':
      return { icon: 'account', label: l10n.t('For me, in every folder') };
    case 'local':
      return { icon: 'folder', label: l10n.t('For me, in this folder') };
    case 'project':
      return { icon: 'organization', label: l10n.t('For everyone who has this folder') };
  }
}

function wherePlaceholder({ folder }: AgentsEnvironment): string {
  return folder === undefined || folder.open === 1
    ? l10n.t('Choose the settings to change')
    : l10n.t(
        'Choose the settings to change; “this folder” is {0}, the first open folder on this machine’s disk',
        folder.name,
      );
}

/** Which of an agent's files, where it has several. A scope whose file must not be changed shows why. */
async function askScope(context: FlowContext, way: Omit<AgentChange, 'scope'>): Promise<SettingsScope | undefined> {
  const { agent } = way;
  const isOpen = context.environment.host.workspace !== undefined && vscode.workspace.isTrusted;
  const scopes = isOpen ? agent.scopes : (['user'] as const);
  if (scopes.length < 2) return 'user';
  const items = SCOPE_ORDER.filter((scope) => scopes.includes(scope)).map(
    async (scope): Promise<PickItem<SettingsScope>> => {
      const label = scopeLabel(scope);
      const team = scope === 'project' ? l10n.t('Their usage is attributed to you.') : '';
      try {
        const [file] = (await planIn(context, { agent, scope }, await targetFor(context, { ...way, scope }))).files;
        const where = file === undefined ? l10n.t('already set') : await pathLabel(file.path);
        return {
          ...label,
          description: where,
          ...(team === '' ? {} : { detailIcon: 'warning', detail: team }),
          value: scope,
        };
      } catch (error) {
        if (!isAgentProblem(error)) throw error;
        return { ...label, detailIcon: 'error', detail: agentProblemSentence(error), value: scope };
      }
    },
  );
  const answer = await pick<SettingsScope>({
    title: l10n.t('Use in {0}: Where', agent.name),
    placeholder: wherePlaceholder(context.environment),
    items: Promise.all(items),
  });
  return isUnanswered(answer) ? undefined : answer;
}

/** Notes that no agent knows of: whose profile it is, and that all this is sample data. */
function notesFor({ ownership, sample }: Snapshot, { main }: ChosenProfiles): readonly Note[] {
  const mine = isMine(main, ownership.keys, ownership.myNames);
  return [
    ...(sample
      ? [
          {
            title: l10n.t('Sample data'),
            text: l10n.t('These sample files are in a temporary folder; your files aren’t changed.'),
            severe: true,
          },
        ]
      : []),
    ...(mine
      ? []
      : [
          {
            title: l10n.t('Not your profile'),
            text: l10n.t('Usage is attributed to its owner: {0}.', ownerText(main, ownership.keys)),
            severe: true,
          },
        ]),
  ];
}

/** Shows the change and carries it out. */
export async function changeAgent(context: FlowContext, wanted: AgentChange): Promise<void> {
  const { agent, chosen, route } = wanted;
  const connection = await connectionOf(context);
  const notes = route === undefined ? connectionNotes(agent.name, connection) : gatewayNotes(connection);
  await change(context, wanted, {
    names: namesOf(chosen),
    main: chosen.main,
    notes: [...notesFor(context.store.snapshot, chosen), ...notes],
    made: chosen.createdNames ?? [],
    target: () => targetFor(context, wanted),
  });
}

/**
 * The change that was made last, which did not hold: shown again as it would be made now, without asking for anything
 * anew.
 */
export async function repeatChange(context: FlowContext, id: AgentId): Promise<void> {
  const last = await context.environment.changes.last(id);
  if (last === undefined) return useInAgent(context, id);
  const agent = agentOf(id);
  const { scope, title, plan } = last;
  const { profiles } = context.store.snapshot;
  const main = profiles.value?.profiles.find(({ arn }) => arn === plan.target.roles.main.arn);
  await change(
    context,
    { agent, scope },
    {
      names: title,
      main,
      notes: [],
      made: [],
      target: async () =>
        plan.target.gateway === undefined ? plan.target : { ...plan.target, gateway: await plannedRoute(context) },
    },
  );
}

interface Proposal {
  readonly names: string;
  readonly main: Profile | undefined;
  readonly notes: readonly Note[];
  /** Names of profiles that were made for it. */
  readonly made: readonly string[];
  readonly target: () => Promise<Target>;
}

/** There is nothing to write. That is not the same as being set so: something else may win. */
async function showUnchanged(
  { environment }: FlowContext,
  agent: Agent,
  plan: ChangePlan,
  names: string,
): Promise<void> {
  const source = overridingSource(await agent.read(environment.host), plan);
  if (source === undefined) {
    void window.showInformationMessage(l10n.t('{0} is already set to {1}.', agent.name, names));
    return;
  }
  const open = source.file === undefined ? undefined : l10n.t('Open {0}', basename(source.file));
  const answer = await window.showWarningMessage(
    overriddenUnchanged(agent.name, names, source),
    ...(open === undefined ? [] : [open]),
  );
  if (answer !== undefined && source.file !== undefined) await window.showTextDocument(vscode.Uri.file(source.file));
}

/** Profiles that were made on the way are not taken away again. */
function showCreatedProfilesKept(agent: string, made: readonly string[]): void {
  if (made.length > 0)
    void window.showInformationMessage(
      l10n.t('{0} wasn’t changed. The created profiles are kept: {1}.', agent, made.join(', ')),
    );
}

async function change(context: FlowContext, place: AgentScope, proposal: Proposal): Promise<void> {
  const { agent } = place;
  const { names, main, notes, made } = proposal;
  try {
    const target = await proposal.target();
    const plan = await planIn(context, place, target);
    if (plan.files.length === 0 && plan.call === undefined) {
      void showUnchanged(context, agent, plan, names);
      return;
    }
    const about: ChangeDetails = {
      title:
        target.gateway === undefined
          ? l10n.t('Use {0} in {1}', names, agent.name)
          : l10n.t('Use {0} in {1} Through the Gateway', names, agent.name),
      state: l10n.t('Nothing has been changed yet.'),
      notes,
    };
    if (await review(plan, agent.name, about, context.previews))
      await applyChange(context, place, await finalPlan(context, place, plan), names);
    else showCreatedProfilesKept(agent.name, made);
  } catch (error) {
    if (!isAgentProblem(error)) throw error;
    await showAgentProblem(error, agent, main, () => change(context, place, proposal));
  }
}

/**
 * The plan to write. Through the gateway, a secret is issued only now: the agent's earlier one is no longer accepted
 * from then on. An earlier change to the gateway is undone first, so that undoing leads to what was before both.
 */
async function finalPlan(context: FlowContext, place: AgentScope, plan: ChangePlan): Promise<ChangePlan> {
  const { target } = plan;
  if (target.gateway === undefined) return plan;
  const { agent, scope } = place;
  await undoEarlierRoute(context, place);
  const use = secretUse(context, agent.id, scope, await connectionOf(context));
  return planIn(context, place, await withIssuedSecret(target, use, context));
}

/** Those after which the same may well succeed. */
const PASSING: readonly AgentProblemCode[] = ['changed-since', 'not-as-written'];

/** Tells why an agent's files were left alone, and the ways that are left: to mend them, or Cline's guided steps. */
export async function showAgentProblem(
  error: unknown,
  agent: Agent,
  profile?: Profile,
  again?: () => Promise<void>,
): Promise<void> {
  if (!isAgentProblem(error)) throw error;
  const { path } = error.detail;
  const retry = again !== undefined && PASSING.includes(error.code) ? l10n.t('Try Again') : undefined;
  const open = path === undefined ? undefined : l10n.t('Open {0}', basename(path));
  const connect = error.code === 'needs-aws-profile' ? l10n.t('Choose AWS Profile') : undefined;
  const guide = agent.id === 'cline' ? l10n.t('Guided Steps') : undefined;
  const buttons = [retry, connect, open, guide].filter((button) => button !== undefined);
  const answer = await window.showErrorMessage(agentProblemSentence(error), ...buttons);
  if (answer === undefined) return;
  if (answer === retry) await again?.();
  else if (answer === connect) await vscode.commands.executeCommand(COMMANDS.connect);
  else if (answer === guide)
    await vscode.commands.executeCommand(COMMANDS.useInCline, profile === undefined ? undefined : { profile });
  else if (path !== undefined) await window.showTextDocument(vscode.Uri.file(path));
}
