/** `bedrock-tally agents`: which agents are on this machine, and what they are set to. */

import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Agent } from '../agents/agent';
import { effectiveModel, type Binding, type RoleBinding } from '../agents/binding';
import { recommendedWay, type RecommendedWay, type WayReason } from '../agents/gateway/recommendedWay';
import type { HostMachine } from '../agents/hostMachine';
import { AGENTS } from '../agents/registry';
import { hideSecrets } from '../core/secrets/hideSecrets';
import { myGatewayPaths } from '../gateway/paths';
import { readState } from '../gateway/process/state';
import { EXIT, type Output } from './output';

/** One kind of work of an agent, and what it invokes. */
interface ListedRole {
  readonly role: string;
  readonly model: string;
  /** `endpoint`: neither Amazon Bedrock nor the gateway; `other-provider`: not Bedrock at all. */
  readonly way: 'gateway' | 'arn' | 'model' | 'endpoint' | 'other-provider';
  readonly region: string | undefined;
  readonly file: string;
}

interface ListedAgent {
  readonly agent: string;
  readonly name: string;
  readonly found: readonly string[];
  readonly state: Binding['state'];
  readonly roles: readonly ListedRole[];
  readonly recommended: RecommendedWay;
}

const REASONS: Readonly<Record<WayReason, string>> = {
  caching: 'with an ARN it caches no prompts',
  'further-calls': 'with an ARN some of its calls use no profile',
  limits: 'with an ARN it does not know the model’s limits and prices',
  'environment-only': 'no settings file can point it at the gateway',
  'hidden-settings': 'its settings cannot be read, so that nothing could switch it back',
};

function wayOf({ gateway, endpoint, provider }: RoleBinding, model: string): ListedRole['way'] {
  if (provider !== undefined) return 'other-provider';
  if (gateway !== undefined) return 'gateway';
  if (endpoint !== undefined) return 'endpoint';
  return model.startsWith('arn:') ? 'arn' : 'model';
}

function listedRole(role: RoleBinding): ListedRole {
  const model = effectiveModel(role);
  const { region, file, provider } = role;
  return { role: role.role, model: hideSecrets(provider ?? model), way: wayOf(role, model), region, file };
}

async function listed(agent: Agent, host: HostMachine): Promise<ListedAgent> {
  const [found, binding] = await Promise.all([agent.detect(host), agent.read(host)]);
  const roles = binding.state === 'readable' ? binding.roles.map(listedRole) : [];
  const { id, name } = agent;
  return { agent: id, name, found, state: binding.state, roles, recommended: recommendedWay(id) };
}

const WAYS: Readonly<Record<ListedRole['way'], string>> = {
  gateway: 'through the gateway',
  arn: 'by ARN',
  model: 'without a profile',
  endpoint: 'at another endpoint',
  'other-provider': 'not Amazon Bedrock',
};

function linesOf({ name, state, roles, recommended }: ListedAgent): readonly string[] {
  const better = recommended.way === 'gateway' ? 'the gateway' : 'an ARN';
  const states: Readonly<Record<Binding['state'], string>> = {
    readable: roles.length === 0 ? 'not set to Amazon Bedrock' : '',
    absent: 'no settings',
    hidden: 'its settings cannot be read',
    broken: 'its settings are not valid',
  };
  return [
    `${name}: ${states[state]}`.replace(/: $/, ''),
    ...roles.map(({ role, model, way }) => `  ${role}: ${model} (${WAYS[way]})`),
    `  Better with ${better}: ${REASONS[recommended.reason]}.`,
  ];
}

/** The machine that agents are read on. */
async function thisMachine(project: string | undefined): Promise<HostMachine> {
  const { port } = (await readState((await myGatewayPaths()).state)) ?? {};
  return {
    home: homedir(),
    env: process.env,
    platform: process.platform,
    workspace: resolve(project ?? process.cwd()),
    now: Date.now,
    ...(port === undefined ? {} : { gateway: `http://127.0.0.1:${String(port)}` }),
  };
}

/** An empty machine: nothing of the user's is read. */
const emptyMachine = (folder: string): HostMachine => ({
  home: folder,
  env: {},
  managed: join(folder, 'managed'),
  platform: process.platform,
  workspace: folder,
  now: Date.now,
});

async function write(host: HostMachine, json: boolean, output: Output): Promise<void> {
  const agents = await Promise.all(AGENTS.map((agent) => listed(agent, host)));
  if (json) output.line(JSON.stringify({ agents }));
  else for (const line of agents.flatMap(linesOf)) output.line(line);
}

/** Lists the agents. Resolves to the exit code. */
export async function agentsCommand(args: readonly string[], output: Output): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { project: { type: 'string' }, sample: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const { project, sample = false, json = false } = values;
  if (!sample) {
    await write(await thisMachine(project), json, output);
    return EXIT.done;
  }
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-tally-'));
  try {
    await write(emptyMachine(folder), json, output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return EXIT.done;
}
