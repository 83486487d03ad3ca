/** One call of a few tokens through what an agent is set to, and whether it was recorded. */

import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Agent } from '../agents/agent';
import { effectiveModel, effectiveRegion, type RoleBinding } from '../agents/binding';
import { secretIn, secretsWithin } from '../core/gateway/secretForm';
import { parseArn } from '../core/ids';
import type { Profile } from '../core/profiles/profile';
import { MAX_OUTPUT_TOKENS, PROMPT } from '../core/verify/verify';
import { readJournal } from '../gateway/journal';
import { refusal } from '../gateway/refusals';
import type { IssuedSecret } from '../gateway/secrets';
import type { AgentMachine, Connected } from './agentMachine';
import { NoProfile, profileOf } from './chosenProfiles';

/** A call that was planned and not made yet. */
export interface PlannedCall {
  readonly agent: Agent;
  readonly way: 'gateway' | 'arn';
  /** As the agent names it: a model, or an ARN. */
  readonly model: string;
  readonly profile: Profile;
  /** Makes it. Throws a `Problem`, or a `CallFailed`. */
  make(): Promise<CallResult>;
}

export interface CallResult {
  readonly input: number;
  readonly output: number;
  /** Whether the gateway's journal has it under the profile; undefined by ARN: CloudWatch counts it minutes later. */
  readonly recorded: boolean | undefined;
}

/** Why a call cannot be made, or came to nothing. The message is a sentence. */
export class CallFailed extends Error {}

const usage = v.object({ usage: v.object({ inputTokens: v.number(), outputTokens: v.number() }) });
const failure = v.object({ message: v.string() });

const BODY = JSON.stringify({
  messages: [{ role: 'user', content: [{ text: PROMPT }] }],
  inferenceConfig: { maxTokens: MAX_OUTPUT_TOKENS },
});

/** The main role, which is the first that calls a profile. */
async function mainRole(agent: Agent, { host }: AgentMachine): Promise<RoleBinding | undefined> {
  const binding = await agent.read(host);
  const roles = binding.state === 'readable' ? binding.roles : [];
  return roles.find(
    (role) =>
      role.provider === undefined &&
      role.unset !== true &&
      (role.gateway !== undefined || effectiveModel(role).startsWith('arn:')),
  );
}

/** The agent's secret, where its files or its environment have it, and what it was issued for. */
async function secretOf(
  agent: Agent,
  role: RoleBinding,
  { host, secrets }: AgentMachine,
): Promise<{ readonly secret: string; readonly issued: IssuedSecret } | undefined> {
  const files = [...new Set([role.file, ...agent.watchPaths(host)])];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  for (const text of [...texts, ...Object.values(host.env)])
    for (const found of secretsWithin(text ?? '')) {
      const secret = secretIn(found);
      const issued = secret === undefined ? undefined : await secrets.find(secret);
      if (issued?.agent === agent.id) return { secret: found, issued };
    }
  return undefined;
}

/** Sends the call as the agent would. */
async function callGateway(address: string, secret: string, model: string) {
  const url = `${address}/${secret}/model/${encodeURIComponent(model)}/converse`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: BODY });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const reason = v.is(failure, answer) ? answer.message : '';
    throw new CallFailed(`The call failed (${response.status}). ${reason}`.trim());
  }
  if (!v.is(usage, answer)) throw new CallFailed('The answer has no counts of tokens.');
  const { inputTokens: input, outputTokens: output } = answer.usage;
  return { input, output };
}

async function gatewayCall(agent: Agent, role: RoleBinding, machine: AgentMachine): Promise<PlannedCall> {
  const again = `Set it again with: bedrock-tally use ${agent.id} --gateway`;
  const found = await secretOf(agent, role, machine);
  if (found === undefined) throw new CallFailed(`The gateway does not know the secret of ${agent.name}. ${again}`);
  const { secret, issued } = found;
  const { awsProfile, region, endpoint } = issued.place;
  const connected = await machine.connect({ profile: awsProfile, region, endpoint });
  const model = effectiveModel(role);
  const profile = profileOf(model, connected);
  const make = async (): Promise<CallResult> => {
    const address = await machine.startGateway();
    if (role.gateway?.url !== address)
      throw new CallFailed(
        `${agent.name} is set to ${role.gateway?.url ?? ''}, but the gateway is at ${address}. ${again}`,
      );
    const from = Date.now();
    const tokens = await callGateway(address, secret, model);
    const calls = await readJournal(machine.journal, from, Number.MAX_SAFE_INTEGER);
    const recorded = calls.some(
      (call) =>
        call.agent === agent.id &&
        call.profile === profile.arn &&
        call.tokens?.input === tokens.input &&
        call.tokens.output === tokens.output,
    );
    return { ...tokens, recorded };
  };
  return { agent, way: 'gateway', model, profile, make };
}

const profileAt = (arn: string, { catalog }: Connected): Profile => {
  const profile = catalog.profiles.find((one) => one.arn === arn);
  if (profile === undefined) throw new NoProfile(refusal('unknown-profile', arn).message);
  return profile;
};

async function arnCall(agent: Agent, role: RoleBinding, machine: AgentMachine): Promise<PlannedCall> {
  const model = effectiveModel(role);
  const { awsProfile: profile, endpoint } = role;
  const connected = await machine.connect({
    profile,
    region: effectiveRegion(role) ?? parseArn(model)?.region,
    endpoint,
  });
  const found = profileAt(model, connected);
  const make = async (): Promise<CallResult> => ({
    ...(await connected.aws.invoke(found.arn, false, new AbortController().signal)),
    recorded: undefined,
  });
  return { agent, way: 'arn', model, profile: found, make };
}

/** The call of an agent; undefined where it is set to no profile. Throws a `Problem`, `NoProfile` or `CallFailed`. */
export async function plannedCall(agent: Agent, machine: AgentMachine): Promise<PlannedCall | undefined> {
  const role = await mainRole(agent, machine);
  if (role === undefined) return undefined;
  return role.gateway === undefined ? arnCall(agent, role, machine) : gatewayCall(agent, role, machine);
}
