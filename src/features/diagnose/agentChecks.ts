/** What the coding agents invoke, held against the profiles: as the section *Agents* has it, which on sample data has a machine of its own. */

import { l10n } from 'vscode';
import type { Drift } from '../../agents/drift';
import { failed, fine, untested, type Finding } from '../../core/diagnose/checks';
import { severityOf, type AgentRow } from '../agents/rows';
import { driftSentence } from '../agents/messages/drift';
import { commandText } from '../../ui/commandTitles';
import type { Checks, Exam } from './context';

/** What sets an agent right: Bedrock Tally, unless its file is broken; and there has to be a profile of mine. */
function advice(wrong: readonly Drift[], { mine }: Exam): string {
  const broken = wrong.every(({ kind }) => kind === 'unreadable');
  if (broken) {
    return l10n.t('Mend the file by hand, or let the agent write it anew: Bedrock Tally leaves a broken file alone.');
  }
  if (wrong.every(({ kind }) => kind === 'waiting'))
    return l10n.t('Reload the window, so that the agent takes up what it is set to.');
  return mine.length === 0
    ? l10n.t(
        'Choose {0}, and then {1} to set the agent to it.',
        commandText('createProfile'),
        commandText('useInAgent'),
      )
    : l10n.t('Choose {0} to set it to your profile.', commandText('useInAgent'));
}

const BEARER = 'AWS_BEARER_TOKEN_BEDROCK';

/** Agents that are set to an AWS profile and would ignore it: a key in the environment signs in instead. Sample data has no environment. */
function pastTheirProfile(rows: readonly AgentRow[], { store }: Exam): readonly string[] {
  if (store.snapshot.sample || (process.env[BEARER] ?? '') === '') return [];
  const isBound = ({ report }: AgentRow): boolean =>
    report.roles.some(({ role }) => role.provider === undefined && (role.awsProfile ?? '') !== '');
  return rows.filter(isBound).map(({ name }) => name);
}

/** Where agents are set as they should be, and sign in as somebody else all the same. */
const bearerFinding = (names: readonly string[], lines: readonly string[]): Finding =>
  failed(
    l10n.t('Take {0} out of the environment in which you start your agents, and restart them.', BEARER),
    l10n.t('{0} is set, and is used before the AWS profile of: {1}.', BEARER, names.join(', ')),
    ...lines,
  );

export const agentChecks: Checks<'agents'> = {
  agents: async (exam) => {
    const rows = await exam.agents();
    if (rows.length === 0) return untested(l10n.t('None that Bedrock Tally knows was found on this machine.'));
    const told = rows.map(({ name, report, listed }) => ({ name, drift: report.worst, listed }));
    const lines = told.map(({ name, drift, listed }) => driftSentence(name, drift, listed));
    // Where a file cannot be read at all nothing is known, which is no good state to be in either.
    const wrong = told.map(({ drift }) => drift).filter((drift) => severityOf(drift) === 'bad');
    const past = pastTheirProfile(rows, exam);
    if (wrong.length === 0 && past.length > 0) return bearerFinding(past, lines);
    if (wrong.length === 0)
      return fine(told.length === 1 ? l10n.t('1 agent found.') : l10n.t('{0} agents found.', told.length), ...lines);
    return failed(
      advice(wrong, exam),
      told.length === 1
        ? l10n.t('The agent that was found does not invoke a profile of yours as it should.')
        : l10n.t('{0} of {1} agents are not set to a profile of yours as they should be.', wrong.length, told.length),
      ...lines,
      ...(past.length === 0 ? [] : bearerFinding(past, []).lines),
    );
  },
};
