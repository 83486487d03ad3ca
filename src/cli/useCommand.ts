/** `bedrock-tally use AGENT`: sets an agent to my profiles, by ARN or through the gateway, and undoes it. */

import { parseArgs } from 'node:util';
import type { Agent, SettingsScope } from '../agents/agent';
import { AGENT_IDS } from '../agents/agentId';
import { invokedNames, storedChange } from '../agents/changes/storedChange';
import { applyPlan } from '../agents/changes/apply';
import type { ChangePlan } from '../agents/changes/plan';
import { undoFiles } from '../agents/changes/undoFiles';
import { recommendedWay, type RecommendedWay } from '../agents/gateway/recommendedWay';
import { isAgentProblem } from '../agents/problem';
import { agentOf, isApplied } from '../agents/registry';
import { namesOf, targetOf, type ChosenProfiles } from '../agents/targetOfProfiles';
import type { Target } from '../agents/target';
import type { SecretUse } from '../gateway/secrets';
import { makeSecret } from '../gateway/secretText';
import { priceCalculatorOf } from '../store/pricing';
import { errorText } from './agentErrors';
import { sampleMachine, thisMachine, type AgentMachine, type Connected } from './agentMachine';
import { needText, warningText } from './agentTexts';
import { chosenProfiles, type ModelFlags } from './chosenProfiles';
import { confirmed, isInteractive } from './confirm';
import { CONNECTION_FLAGS, type ConnectionFlags } from './connection';
import { variableLines } from './environmentLines';
import { EXIT, usageError, type Output } from './output';

interface UseOptions extends ModelFlags, ConnectionFlags {
  readonly agent: Agent;
  readonly way: RecommendedWay['way'];
  readonly project: string | undefined;
  readonly dryRun: boolean;
  readonly undo: boolean;
  readonly sample: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** The agent that was named. Throws a `UsageError`. */
export function namedAgent(name: string | undefined): Agent {
  const id = AGENT_IDS.find((one) => one === name);
  if (id === undefined) throw usageError(`Name one of these agents: ${AGENT_IDS.join(', ')}.`);
  return agentOf(id);
}

function readOptions(args: readonly string[]): UseOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...CONNECTION_FLAGS,
      gateway: { type: 'boolean' },
      arn: { type: 'boolean' },
      model: { type: 'string', multiple: true },
      small: { type: 'string' },
      project: { type: 'string' },
      'dry-run': { type: 'boolean' },
      undo: { type: 'boolean' },
      sample: { type: 'boolean' },
      yes: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (others.length > 0) throw usageError('use needs the name of one agent.');
  if (values.gateway === true && values.arn === true) throw usageError('Use either --gateway or --arn.');
  const agent = namedAgent(name);
  const given = values.gateway === true ? 'gateway' : values.arn === true ? 'arn' : undefined;
  const { profile, region, endpoint, small, project, undo = false, sample = false, yes = false, json = false } = values;
  return {
    agent,
    way: given ?? recommendedWay(agent.id).way,
    models: values.model ?? [],
    small,
    ...{ profile, region, endpoint },
    project,
    ...{ dryRun: values['dry-run'] === true, undo, sample, yes, json },
  };
}

/** Which of the agent's files: the user's, or one of the folder that was named, for me alone where there is one. */
function scopeOf({ agent, project }: UseOptions): SettingsScope {
  if (project === undefined) return 'user';
  return agent.scopes.find((scope) => scope === 'local') ?? 'project';
}

/** One run of the command. */
interface Run {
  readonly options: UseOptions;
  readonly scope: SettingsScope;
  readonly machine: AgentMachine;
  readonly output: Output;
}

/** What `--json` prints. */
const writeJson = ({ output, options }: Run, value: object): void => {
  if (options.json) output.line(JSON.stringify({ agent: options.agent.id, ...value }));
};

const writeText = ({ output, options }: Run, ...lines: readonly string[]): void => {
  if (!options.json) for (const line of lines) output.line(line);
};

const planLines = ({ files, warnings }: ChangePlan): readonly string[] => [
  ...files.flatMap(({ path, changes }) => [
    path,
    ...changes.map(({ keyPath, before = '(not set)', after = '(removed)' }) => `  ${keyPath}: ${before} → ${after}`),
  ]),
  ...warnings.map((one) => `Warning: ${warningText(one)}`),
];

const planJson = ({ files, warnings, needs }: ChangePlan): object => ({
  files: files.map(({ path, changes }) => ({ path, changes })),
  warnings,
  needs,
});

/** Whether to go on: asked at a terminal, and never without an answer. */
async function mayGoOn({ options, output }: Run, question: string): Promise<boolean> {
  if (options.yes || options.sample) return true;
  if (!options.json && isInteractive()) return confirmed(question);
  output.log('Nothing was changed. Add --yes to go on.');
  return false;
}

const secretUse = ({ options, scope, machine }: Run, { place }: Connected): SecretUse => ({
  agent: options.agent.id,
  project: scope === 'user' ? undefined : machine.host.workspace,
  place,
});

/** All secrets of the agent, for the folder or for the user, are no longer accepted. */
async function revokeSecrets({ options, scope, machine }: Run): Promise<void> {
  const project = scope === 'user' ? undefined : machine.host.workspace;
  for (const issued of await machine.secrets.list())
    if (issued.agent === options.agent.id && issued.project === project) await machine.secrets.revoke(issued);
}

/** So that one undo leads to what was before both. Where that is not possible, the earlier change stays. */
async function undoEarlierRoute({ options, scope, machine }: Run): Promise<void> {
  const last = await machine.changes.last(options.agent.id);
  if (last?.plan.target.gateway === undefined || last.scope !== scope) return;
  try {
    const { left } = await undoFiles(last, options.agent, machine.host);
    if (left.length === 0) await machine.changes.remove(last);
  } catch (error) {
    if (!isAgentProblem(error)) throw error;
  }
}

/** The plan to write: with a secret that the gateway accepts, in place of one that is good for planning alone. */
async function finalPlan(run: Run, plan: ChangePlan, connected: Connected): Promise<ChangePlan> {
  const { options, scope, machine } = run;
  const { target } = plan;
  if (target.gateway === undefined) return plan;
  const url = await machine.startGateway();
  await undoEarlierRoute(run);
  const secret = await machine.secrets.issue(secretUse(run, connected), Date.now());
  return options.agent.plan({ ...target, gateway: { url, secret } }, machine.host, { scope });
}

/** An agent that takes the endpoint from the environment alone: the lines that set it. Nothing is written. */
async function printVariables(run: Run, chosen: ChosenProfiles, connected: Connected): Promise<number> {
  const { options, machine } = run;
  const { agent } = options;
  if (options.dryRun) {
    writeText(
      run,
      `${agent.name} has no settings file for an endpoint. Nothing is written; a secret is issued and printed.`,
    );
    writeJson(run, { applied: false });
    return EXIT.done;
  }
  const url = await machine.startGateway();
  const secret = await machine.secrets.issue(secretUse(run, connected), Date.now());
  const endpoint = `${url}/${secret}`;
  const model = targetOf(chosen, connected.forAgents, undefined).roles.main.model;
  writeJson(run, { way: 'gateway', model, environment: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoint }, applied: true });
  writeText(
    run,
    `${agent.name} has no settings file for an endpoint. Set this where it starts, and use the model ${model} in it. The line has a secret in it:`,
    ...variableLines({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoint }, machine.host.platform),
  );
  return EXIT.done;
}

/** Stands in a plan where the gateway never ran, so that its port is not known. */
const UNKNOWN_ADDRESS = 'http://127.0.0.1:0';

/** For showing the plan. The gateway is started, and a secret issued, only when it is carried out. */
function plannedTarget({ options, machine }: Run, chosen: ChosenProfiles, connected: Connected): Target {
  const target = targetOf(chosen, connected.forAgents, priceCalculatorOf({}, undefined));
  if (options.way === 'arn') return target;
  return { ...target, gateway: { url: machine.host.gateway ?? UNKNOWN_ADDRESS, secret: makeSecret() } };
}

/** What must be known before an agent is pointed at the gateway. */
const gatewayLines = ({ source }: Connected, { options, machine }: Run): readonly string[] =>
  options.way === 'arn'
    ? []
    : [
        ...(source === 'environment'
          ? [
              'Warning: your AWS keys are in this environment only, and the gateway does not keep them. Save them as an AWS profile and name it with --profile.',
            ]
          : []),
        ...(machine.host.gateway === undefined
          ? ['The gateway has not run here yet. It chooses its port, shown as 0, when it starts.']
          : []),
      ];

async function use(run: Run): Promise<number> {
  const { options, scope, machine } = run;
  const { agent, way } = options;
  const connected = await machine.connect(options);
  const chosen = chosenProfiles(agent, options, connected);
  if (way === 'gateway' && recommendedWay(agent.id).reason === 'environment-only')
    return printVariables(run, chosen, connected);
  const plan = await agent.plan(plannedTarget(run, chosen, connected), machine.host, { scope });
  if (plan.call !== undefined) {
    run.output.log(needText('call-extension'));
    return EXIT.failed;
  }
  const names = namesOf(chosen);
  const how = way === 'gateway' ? 'through the gateway' : 'by ARN';
  if (plan.files.length === 0) {
    writeText(run, `${agent.name} is already set to ${names}, ${how}.`);
    writeJson(run, { way, ...planJson(plan), applied: true });
    return EXIT.done;
  }
  writeText(run, `${agent.name}: ${names}, ${how}`, ...planLines(plan), ...gatewayLines(connected, run));
  if (options.dryRun || !(await mayGoOn(run, 'Apply?'))) {
    if (options.dryRun) writeText(run, 'Nothing was changed.');
    writeJson(run, { way, ...planJson(plan), applied: false });
    return options.dryRun ? EXIT.done : EXIT.failed;
  }
  return apply(run, await finalPlan(run, plan, connected), names);
}

/** Writes the plan, reads it again, and records what its undo needs. */
async function apply(run: Run, plan: ChangePlan, names: string): Promise<number> {
  const { options, scope, machine } = run;
  const { agent, way } = options;
  const receipt = await applyPlan(plan, machine.host);
  const verified = await isApplied(agent, plan.target, machine.host, { scope });
  const binding = await agent.read(machine.host);
  await machine.changes.add(storedChange({ agent: agent.id, scope, title: names, plan, receipt, binding }));
  const invoked = invokedNames(plan.target);
  writeJson(run, { way, ...planJson(plan), invoked, applied: true, verified });
  if (!verified) {
    run.output.log(`${agent.name} was set to ${names}, but another program has overwritten its files.`);
    return EXIT.failed;
  }
  writeText(
    run,
    `${agent.name} is set to ${names}.`,
    ...plan.needs.map(needText),
    options.sample
      ? 'Sample data: nothing of yours was changed.'
      : `Undo it with: bedrock-tally use ${agent.id} --undo`,
  );
  if (way === 'gateway' && !options.sample)
    writeText(
      run,
      'The gateway ends five minutes after its last call. To keep it running: bedrock-tally gateway --stay, or as a service: bedrock-tally gateway service install',
    );
  return EXIT.done;
}

/** Undoes the last change that was made here. */
async function undo(run: Run): Promise<number> {
  const { options, machine } = run;
  const { agent } = options;
  const last = await machine.changes.last(agent.id);
  if (last === undefined) {
    run.output.log(`There is no change to ${agent.name} to undo.`);
    return EXIT.failed;
  }
  const files = last.files.map(({ path }) => path);
  writeText(run, `The previous values in these files are restored:`, ...files.map((path) => `  ${path}`));
  if (options.dryRun || !(await mayGoOn(run, 'Undo?'))) {
    if (options.dryRun) writeText(run, 'Nothing was changed.');
    writeJson(run, { files, undone: false });
    return options.dryRun ? EXIT.done : EXIT.failed;
  }
  const { left, changed } = await undoFiles(last, agent, machine.host);
  if (left.length === 0) await machine.changes.remove(last);
  if (last.plan.target.gateway !== undefined) await revokeSecrets({ ...run, scope: last.scope });
  writeJson(run, { files, left, undone: changed });
  if (left.length > 0) writeText(run, `These values were changed in the meantime, and stay: ${left.join(', ')}`);
  writeText(run, changed ? `${agent.name} was restored.` : `${agent.name} was not changed.`);
  return EXIT.done;
}

async function runOn(machine: AgentMachine, options: UseOptions, output: Output): Promise<number> {
  const run: Run = { options, scope: scopeOf(options), machine, output };
  return options.undo ? undo(run) : use(run);
}

/** The command on a machine that is there already. Resolves to the exit code. */
export const useOn = (machine: AgentMachine, args: readonly string[], output: Output): Promise<number> =>
  runOn(machine, readOptions(args), output);

/** Sets an agent, or undoes it. Resolves to the exit code. */
export async function useCommand(args: readonly string[], output: Output): Promise<number> {
  const options = readOptions(args);
  const machine = options.sample ? await sampleMachine(output.log) : await thisMachine(options.project, output.log);
  try {
    return await runOn(machine, options, output);
  } catch (error) {
    output.log(errorText(error));
    return EXIT.failed;
  } finally {
    await machine.close();
  }
}
