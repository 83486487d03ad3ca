/** What the coding agents on this machine invoke, held against the profiles. */

import { homedir } from 'node:os';
import { extensions, l10n, workspace } from 'vscode';
import type { Agent, AgentHost } from '../../../agents/agent';
import { driftOf, type Drift } from '../../../agents/drift';
import { failed, fine, untested } from '../../../core/diagnose';
import { moodOf } from '../../agents/rows';
import { driftSentence } from '../../agents/words';
import { commandText } from '../named';
import type { Checks, Exam } from './exam';

const host = (): AgentHost => ({
  home: homedir(),
  env: process.env,
  workspace: workspace.workspaceFolders?.[0]?.uri.fsPath,
  platform: process.platform,
  now: Date.now,
});

/** What sets an agent right: Bedrock Tally, unless its file is broken; and there has to be a profile of mine. */
function advice(wrong: readonly Drift[], { mine }: Exam): string {
  const broken = wrong.every(({ kind }) => kind === 'unreadable');
  if (broken) {
    return l10n.t('Mend the file by hand, or let the agent write it anew: Bedrock Tally leaves a broken file alone.');
  }
  return mine.length === 0
    ? l10n.t(
        'Choose {0}, and then {1} to set the agent to it.',
        commandText('createProfile'),
        commandText('useInAgent'),
      )
    : l10n.t('Choose {0} to set it to your profile.', commandText('useInAgent'));
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
    const listed = known.regions.length > 0;
    const told = bindings.map(({ agent, binding }) => ({ name: agent.name, drift: driftOf(binding, known).worst }));
    const lines = told.map(({ name, drift }) => driftSentence(name, drift, listed));
    // Where a file cannot be read at all nothing is known, which is no good state to be in either.
    const wrong = told.map(({ drift }) => drift).filter((drift) => moodOf(drift) === 'bad');
    if (wrong.length === 0)
      return fine(told.length === 1 ? l10n.t('1 agent found.') : l10n.t('{0} agents found.', told.length), ...lines);
    return failed(
      advice(wrong, exam),
      told.length === 1
        ? l10n.t('The agent that was found does not invoke a profile of yours as it should.')
        : l10n.t('{0} of {1} agents are not set to a profile of yours as they should be.', wrong.length, told.length),
      ...lines,
    );
  },
};
