/** What the coding agents on this machine invoke, held against the profiles. */

import { homedir } from 'node:os';
import { extensions, l10n, workspace } from 'vscode';
import type { Agent, AgentHost } from '../../../agents/agent';
import { driftOf, type Drift } from '../../../agents/drift';
import { failed, fine, untested } from '../../../core/diagnose';
import { ownerText } from '../../names';
import type { Checks, Exam } from './exam';

const host = (): AgentHost => ({
  home: homedir(),
  env: process.env,
  workspace: workspace.workspaceFolders?.[0]?.uri.fsPath,
  platform: process.platform,
  now: Date.now,
});

interface Told {
  readonly good: boolean;
  readonly text: string;
}

const good = (text: string): Told => ({ good: true, text });
const bad = (text: string): Told => ({ good: false, text });

function driftText(drift: Drift, { ledger }: Exam): Told {
  const { keys } = ledger.snapshot.ownership;
  switch (drift.kind) {
    case 'mine':
    case 'another-of-mine':
      return good(l10n.t('invokes your profile {0}', drift.profile.name));
    case 'somebody-elses':
      return bad(
        l10n.t('invokes a profile that is not yours: {0} ({1})', drift.profile.name, ownerText(drift.profile, keys)),
      );
    case 'deleted':
      return bad(l10n.t('invokes a profile that does not exist any more: {0}', drift.arn));
    case 'not-known':
      return good(l10n.t('invokes a profile of another account or Region: {0}', drift.arn));
    case 'untracked':
      return bad(l10n.t('invokes {0} without a profile: nobody is named for it', drift.model));
    case 'wrong-region':
      return bad(l10n.t('sends its requests to {0}, but the profile is in {1}', drift.region, drift.expected));
    case 'wrong-model':
      return bad(
        l10n.t('takes limits and prices from {0}, but the profile’s model is {1}', drift.model, drift.expected),
      );
    case 'not-configured':
      return good(l10n.t('is not set to Amazon Bedrock'));
    case 'unreadable':
      return drift.reason === 'hidden'
        ? good(l10n.t('keeps its settings where they cannot be read'))
        : bad(l10n.t('has a file that cannot be read ({0}): {1}', drift.reason, drift.file ?? ''));
  }
}

/** Its files or its program are on this machine, or its extension is in this window. */
const isHere = async (agent: Agent, place: AgentHost): Promise<boolean> =>
  agent.extensionIds.some((id) => extensions.getExtension(id) !== undefined) || (await agent.detect(place)).length > 0;

export const agentChecks: Checks<'agents'> = {
  agents: async (exam) => {
    const { AGENTS } = await import('../../../agents/agents');
    const place = host();
    const found = await Promise.all(
      AGENTS.map(async (agent) => ((await isHere(agent, place)) ? [{ agent, binding: await agent.read(place) }] : [])),
    );
    const bindings = found.flat();
    if (bindings.length === 0) return untested(l10n.t('None that Bedrock Tally knows was found on this machine.'));
    const { caller, ownership } = exam.ledger.snapshot;
    const known = {
      profiles: exam.profiles,
      account: caller.value?.account ?? '',
      regions: exam.ledger.snapshot.profiles.value === undefined ? [] : [exam.region],
      keys: ownership.keys,
      mine: ownership.myNames,
    };
    const told = bindings.map(({ agent, binding }) => {
      const { good: isGood, text } = driftText(driftOf(binding, known).worst, exam);
      return { good: isGood, text: `${agent.name} ${text}` };
    });
    const wrong = told.filter((one) => !one.good);
    const lines = told.map(({ text }) => text);
    if (wrong.length === 0)
      return fine(told.length === 1 ? l10n.t('1 agent found.') : l10n.t('{0} agents found.', told.length), ...lines);
    return failed(
      l10n.t(
        'Set the agent to one of your profiles: choose Use in Cline on the profile, or copy its ARN into the agent’s settings.',
      ),
      l10n.t('{0} of {1} agents do not invoke a profile of yours as they should.', wrong.length, told.length),
      ...lines,
    );
  },
};
