/** Sentences about agents' settings files, for the terminal. */

import type { AgentProblem, AgentProblemCode, AgentProblemDetail } from '../agents/problem';
import type { Need } from '../agents/changes/plan';
import type { Warning, WarningCode } from '../agents/warnings';

type ProblemText = (detail: { readonly path: string } & AgentProblemDetail) => string;

const PROBLEMS: Readonly<Record<AgentProblemCode, ProblemText>> = {
  broken: ({ path, where = '' }) => `${path} is not valid${where === '' ? '' : ` (${where})`}. Fix it first.`,
  'changed-since': ({ path }) => `${path} was changed by another program in the meantime. Try again.`,
  'read-only': ({ path }) => `${path} is read-only.`,
  'not-writable': ({ path, errno = '' }) => `${path} could not be written (${errno}).`,
  'not-as-written': ({ path }) => `${path} does not contain what was written: another program has overwritten it.`,
  'regions-differ': () => 'The profiles are in different Regions, but this agent supports one.',
  'aws-profiles-differ': () => 'The profiles need different AWS profiles, but this agent supports one.',
  'needs-aws-profile': () =>
    'This agent signs in with a named AWS profile, but the connection uses none. Name one with --profile, or use --gateway.',
  'cannot-edit': ({ path }) => `These values cannot be changed in ${path} without changing others.`,
  'no-such-scope': () => 'This agent has no settings file in a folder. Leave out --project.',
  'leaves-folder': ({ path }) => `${path} is a link to a file outside the folder, which is not written.`,
  'not-trusted': () => 'The settings files of this folder are not changed.',
  'backup-lost': ({ path }) => `The previous content of ${path} is no longer available, so nothing can be undone.`,
  'secret-gone': () =>
    'The previous settings went through the gateway with a secret that is not kept. Use the gateway in this agent again.',
  'secret-in-git': ({ path }) => `Git contains ${path} or would add it, so no secret is written to it.`,
  'no-gateway-setting': () => 'No settings file of this agent sets where it sends its requests.',
  'half-done': ({ paths = [] }) => `Not all files could be restored. These are still changed: ${paths.join(', ')}`,
};

/** Why an agent's files were not changed. */
export const agentProblemText = ({ code, detail }: AgentProblem): string =>
  PROBLEMS[code]({ path: detail.path ?? '', ...detail });

type WarningText = (data: Warning['data']) => string;

const WARNINGS: Readonly<Record<WarningCode, WarningText>> = {
  'no-prompt-caching': () => 'With an ARN it caches no prompts: long tasks can cost several times as much.',
  'temperature-refused': ({ model = '' }) =>
    `${model} is reported to refuse the temperature that Cline's older bundle sends.`,
  'thinking-off': () => 'Extended thinking is turned off: with an ARN it is requested in a form that is not supported.',
  'variable-wins': ({ variable = '' }) => `${variable} is set in the environment, and overrides the file.`,
  'setting-wins': ({ setting = '' }) =>
    `The setting ${setting} of VS Code overrides the file in the agent's extension.`,
  'file-wins': ({ file = '' }) => `${file} takes precedence, so that this change has no effect.`,
  'goes-past': ({ file = '', keyPath = '' }) => `${keyPath} in ${file} sets another model and is not changed.`,
  unresolved: ({ file = '', keyPath = '', reference = '' }) =>
    `${keyPath} in ${file} refers to ${reference}, whose value is unknown here.`,
  'model-blocked': ({ file = '', keyPath = '' }) => `${keyPath} in ${file} keeps the agent from using the model.`,
  'hides-list': ({ file = '', keyPath = '', count = '' }) =>
    `${count} lines of ${keyPath} in ${file} no longer apply here.`,
  'running-task': ({ agent = '' }) => `A running task of ${agent} switches models immediately.`,
  'temperature-sent': ({ model = '' }) =>
    `It sends a temperature with every ARN, which ${model} is reported to refuse.`,
  'shared-with-team': ({ file = '' }) => `Everyone who checks out ${file} uses this profile, and you pay for it.`,
  'provider-disabled': ({ file = '', keyPath = '' }) => `${keyPath} in ${file} excludes Amazon Bedrock.`,
  'limits-unknown': ({ model = '' }) => `The limits of ${model} are unknown, so that the agent assumes some.`,
  'prices-unknown': ({ model = '' }) => `The prices of ${model} are unknown, so that the agent shows no cost.`,
  'not-claude': ({ model = '' }) => `This agent is made for Claude models. ${model} may not work.`,
  'no-longer-maintained': ({ agent = '' }) => `${agent} is no longer maintained.`,
  'not-tried': ({ agent = '' }) => `This is based on the documentation or source code of ${agent}; it was not run.`,
  'other-windows': () => "A window that is not reloaded restores Cline's previous model when it next saves.",
  'open-tasks-keep-model': () => 'Open tasks keep their model.',
  'roles-not-separate': () => "Cline's setting for separate models for Plan and Act is turned on.",
  'not-started-yet': () => 'The agent has not been started on this machine. Its settings file is created.',
  'needs-profile': ({ file = '', keyPath = '', model = '' }) =>
    `${keyPath} in ${file} sets ${model}. The gateway refuses it unless you have a profile for that model.`,
  'proxy-carries-calls': ({ variable = '' }) =>
    `${variable} may carry requests for the gateway. Add 127.0.0.1 to NO_PROXY.`,
  'written-elsewhere': ({ file = '', instead = '' }) =>
    `Git would add ${file} and the secret in it, so that ${instead} is changed instead.`,
  'other-credentials': ({ variable = '' }) => `${variable} is used to sign in instead of the AWS profile.`,
  endpoint: ({ endpoint = '' }) => `Requests go to ${endpoint} instead of the AWS endpoint.`,
  'choose-in-agent': ({ name = '' }) => `Choose ${name} in the agent's list of models once.`,
};

/** What to know before a change. */
export const warningText = ({ code, data }: Warning): string => WARNINGS[code](data);

const NEEDS: Readonly<Record<Need, string>> = {
  'reload-window': 'Reload the windows of VS Code in which the agent runs.',
  stage: 'Close VS Code first: while it runs, the agent writes its earlier settings over these.',
  'restart-sessions': 'Restart running sessions.',
  'call-extension': "The agent is set through its extension. Use Bedrock Tally's command in VS Code.",
};

/** What has to happen for a change to take effect. */
export const needText = (need: Need): string => NEEDS[need];
