/** `bedrock-tally verify`: makes one small call through what each agent is set to, after it was confirmed. */

import { parseArgs } from 'node:util';
import type { Agent } from '../agents/agent';
import { AGENTS } from '../agents/registry';
import { formatMoney } from '../core/money';
import { maxTokens } from '../core/verify/verify';
import { priceCalculatorOf } from '../store/pricing';
import { errorText } from './agentErrors';
import { sampleMachine, thisMachine, type AgentMachine } from './agentMachine';
import { confirmed, isInteractive } from './confirm';
import { EXIT, usageError, type Output } from './output';
import { namedAgent, useOn } from './useCommand';
import { CallFailed, plannedCall, type CallResult, type PlannedCall } from './verifyCalls';

interface VerifyOptions {
  /** Undefined: all that are set to a profile. */
  readonly agent: Agent | undefined;
  readonly project: string | undefined;
  readonly yes: boolean;
  readonly sample: boolean;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): VerifyOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      project: { type: 'string' },
      yes: { type: 'boolean' },
      sample: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (others.length > 0) throw usageError('verify needs the name of one agent, or none for all.');
  const { project, yes = false, sample = false, json = false } = values;
  return { agent: name === undefined ? undefined : namedAgent(name), project, yes, sample, json };
}

/** Of the models of the sample data. */
const SAMPLE_MODEL = 'anthropic.claude-sonnet-5';

/** On sample data, nothing is set until it is set here. */
async function setOnSample(machine: AgentMachine, { agent }: VerifyOptions): Promise<void> {
  const silent: Output = { line: () => undefined, log: () => undefined };
  await useOn(machine, [agent?.id ?? 'claude-code', '--sample', '--model', SAMPLE_MODEL], silent);
}

/** What a call costs at most, in US dollars; a price may be unknown. */
function priceText({ profile }: PlannedCall): string {
  const { amount } = priceCalculatorOf({}, undefined).estimate(profile, maxTokens(1));
  return amount.whole ? `at most ${formatMoney(amount.money, 'en-US', { digits: 5 })}` : 'at a price that is not known';
}

const wayText = ({ way, profile }: PlannedCall): string =>
  way === 'gateway' ? `through the gateway and the profile ${profile.name}` : `through the profile ${profile.name}`;

async function mayCall({ yes, sample, json }: VerifyOptions, output: Output): Promise<boolean> {
  if (yes || sample) return true;
  if (!json && isInteractive()) return confirmed('Make it?');
  output.log('No call was made. Add --yes to make it.');
  return false;
}

function resultText({ agent, way }: PlannedCall, { input, output, recorded }: CallResult): string {
  const counted = `${agent.name}: the call succeeded, with ${input} input and ${output} output tokens.`;
  if (way === 'arn') return `${counted} CloudWatch has it in some minutes.`;
  return recorded === true
    ? `${counted} The gateway's journal has it under the profile.`
    : `${counted} The gateway's journal does not have it under the profile.`;
}

async function plannedCalls(machine: AgentMachine, { agent }: VerifyOptions): Promise<readonly PlannedCall[]> {
  const calls: PlannedCall[] = [];
  for (const one of agent === undefined ? AGENTS : [agent]) {
    const call = await plannedCall(one, machine);
    if (call !== undefined) calls.push(call);
  }
  if (calls.length === 0)
    throw new CallFailed(
      agent === undefined
        ? 'No agent is set to a profile. Set one with: bedrock-tally use AGENT'
        : `${agent.name} is not set to a profile. Set it with: bedrock-tally use ${agent.id}`,
    );
  return calls;
}

async function verify(machine: AgentMachine, options: VerifyOptions, output: Output): Promise<number> {
  if (options.sample) await setOnSample(machine, options);
  const calls = await plannedCalls(machine, options);
  if (!options.json)
    for (const call of calls)
      output.line(`${call.agent.name}: one call to ${call.model} ${wayText(call)}, ${priceText(call)}.`);
  if (!(await mayCall(options, output))) return EXIT.failed;
  let isVerified = true;
  for (const call of calls) {
    const result = await call.make();
    const { agent, way, model, profile } = call;
    if (options.json) output.line(JSON.stringify({ agent: agent.id, way, model, profile: profile.arn, ...result }));
    else output.line(resultText(call, result));
    if (result.recorded === false) isVerified = false;
  }
  return isVerified ? EXIT.done : EXIT.failed;
}

/** Verifies agents. Resolves to the exit code. */
export async function verifyCommand(args: readonly string[], output: Output): Promise<number> {
  const options = readOptions(args);
  const machine = options.sample ? await sampleMachine(output.log) : await thisMachine(options.project, output.log);
  try {
    return await verify(machine, options, output);
  } catch (error) {
    output.log(error instanceof CallFailed ? error.message : errorText(error));
    return EXIT.failed;
  } finally {
    await machine.close();
  }
}
