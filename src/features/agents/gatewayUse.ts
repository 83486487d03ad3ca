/** What pointing an agent at the gateway needs beside its files: a running gateway, a secret, and notes. */

import { l10n } from 'vscode';
import type { AgentId } from '../../agents/agentId';
import type { Binding } from '../../agents/binding';
import type { GatewayRoute, Target } from '../../agents/target';
import { myGatewayPaths } from '../../gateway/paths';
import { readState } from '../../gateway/process/state';
import { makeSecret } from '../../gateway/secretText';
import type { SecretPlace, SecretUse } from '../../gateway/secrets';
import type { Snapshot } from '../../store/snapshot';
import { Problem } from '../../core/problem';
import type { SettingsScope } from '../../agents/agent';
import type { AgentConnection } from './agentConnection';
import type { FlowContext } from './flowContext';
import type { Note } from './messages/warnings';

/** Whether one of an agent's models is reached through a gateway of ours. */
export const isThroughGateway = (binding: Binding): boolean =>
  binding.state === 'readable' && binding.roles.some(({ gateway }) => gateway !== undefined);

/** `http://127.0.0.1:PORT` of this user's gateway, whether it runs or not; undefined where it never has. */
export async function gatewayAddress(): Promise<string | undefined> {
  const state = await readState((await myGatewayPaths()).state);
  return state === undefined ? undefined : `http://127.0.0.1:${String(state.port)}`;
}

/** The project of a secret: the open folder, unless the agent is set for the user. */
const projectOf = (scope: SettingsScope, { environment }: FlowContext): string | undefined =>
  scope === 'user' ? undefined : environment.host.workspace;

/** Where the gateway makes an agent's calls. @throws Problem where there is no connection. */
function placeOf({ caller, choice }: Snapshot, { endpoint = '' }: AgentConnection): SecretPlace {
  if (caller.value === undefined || choice === undefined) throw new Problem('no-credentials');
  return { awsProfile: choice.awsProfile, account: caller.value.account, region: choice.region, endpoint };
}

export const secretUse = (
  context: FlowContext,
  agent: AgentId,
  scope: SettingsScope,
  connection: AgentConnection,
): SecretUse => ({ agent, project: projectOf(scope, context), place: placeOf(context.store.snapshot, connection) });

/** Starts the gateway where it does not run. The route's secret is good for planning alone: it was not issued. */
export async function plannedRoute(context: FlowContext): Promise<GatewayRoute> {
  const { url } = await (await context.gateway.open()).startForUse();
  return { url, secret: makeSecret() };
}

/** The target with a secret that the gateway accepts. An earlier one of the agent is no longer accepted. */
export async function withIssuedSecret(target: Target, use: SecretUse, context: FlowContext): Promise<Target> {
  if (target.gateway === undefined) return target;
  const secret = await (await context.gateway.open()).issue(use);
  return { ...target, gateway: { ...target.gateway, secret } };
}

/** After an agent was set to something else: its secret is no longer accepted. */
export async function revokeSecret(context: FlowContext, agent: AgentId, scope: SettingsScope): Promise<void> {
  await (await context.gateway.open()).revoke(agent, projectOf(scope, context));
}

/** What must be known of the credentials before an agent is pointed at the gateway, which signs in for it. */
export function gatewayNotes({ source }: AgentConnection): readonly Note[] {
  switch (source.kind) {
    case 'environment':
      return [
        {
          title: l10n.t('Credentials end with this window'),
          text: l10n.t(
            'Your AWS keys are in this window’s environment only. The gateway uses them while the window is open; afterwards, the agent’s requests fail.',
          ),
          severe: true,
        },
      ];
    case 'machine':
      return [
        {
          title: l10n.t('No AWS profile'),
          text: l10n.t('The gateway uses the credentials of this machine or container instead of an AWS profile.'),
          severe: false,
        },
      ];
    case 'unknown-profile':
      return [
        {
          title: l10n.t('No AWS profile'),
          text: l10n.t('The AWS profile {0} isn’t in your AWS config files. Choose another profile.', source.name),
          severe: true,
        },
      ];
    case 'profile':
      return source.needsMfa
        ? [
            {
              title: l10n.t('The AWS profile requires an MFA code'),
              text: l10n.t(
                'The gateway can’t prompt for the MFA code that the AWS profile {0} requires, so requests fail. Choose a profile without MFA, such as one with temporary credentials.',
                source.name,
              ),
              severe: true,
            },
          ]
        : [];
  }
}
