/**
 * Whether the coding agents invoke my profiles, as the view *Agents* shows it; on sample data it shows sample agents.
 */

import { l10n } from 'vscode';
import type { Drift } from '../../agents/drift';
import { failed, passed, untested, type Finding } from './finding';
import { severityOf } from '../../agents/driftSeverity';
import type { AgentRow } from '../agents/register';
import { driftSentence } from '../agents/messages/drift';
import { commandText } from '../../ui/commandTitles';
import type { Checks, CheckContext } from './context';

/** What to do about agents that do not invoke a profile of mine. */
function advice(wrong: readonly Drift[], { mine }: CheckContext): string {
  const broken = wrong.every(({ kind }) => kind === 'unreadable');
  if (broken) {
    return l10n.t('Fix the file, or have the agent write it again: Bedrock Tally doesn’t change invalid files.');
  }
  if (wrong.every(({ kind }) => kind === 'needs-reload'))
    return l10n.t('Reload the window so that the agent loads its new settings.');
  return mine.length === 0
    ? l10n.t('Run {0}, and then {1} to point the agent to it.', commandText('createProfile'), commandText('useInAgent'))
    : l10n.t('Run {0} to point it to your profile.', commandText('useInAgent'));
}

const BEARER = 'AWS_BEARER_TOKEN_BEDROCK';

/** Agents with an AWS profile that is ignored because of a key in the environment. Sample data has no environment. */
function ignoringTheirProfile(rows: readonly AgentRow[], { store }: CheckContext): readonly string[] {
  if (store.snapshot.sample || (process.env[BEARER] ?? '') === '') return [];
  const isBound = ({ report }: AgentRow): boolean =>
    report.roles.some(({ role }) => role.provider === undefined && (role.awsProfile ?? '') !== '');
  return rows.filter(isBound).map(({ name }) => name);
}

/** Agents that have the right profile but sign in with another identity. */
const bearerFinding = (names: readonly string[], lines: readonly string[]): Finding =>
  failed(
    l10n.t('Remove {0} from the environment in which you start your agents, and restart them.', BEARER),
    l10n.t('{0} is set and overrides the AWS profile of: {1}.', BEARER, names.join(', ')),
    ...lines,
  );

export const agentChecks: Checks<'agents'> = {
  agents: async (context) => {
    const rows = await context.agents();
    if (rows.length === 0) return untested(l10n.t('No supported agent was found on this machine.'));
    const agents = rows.map(({ name, report, listed }) => ({ name, drift: report.worst, listed }));
    const lines = agents.map(({ name, drift, listed }) => driftSentence(name, drift, listed));
    // A file that cannot be read counts as wrong, too.
    const wrong = agents.map(({ drift }) => drift).filter((drift) => severityOf(drift) === 'bad');
    const ignoring = ignoringTheirProfile(rows, context);
    if (wrong.length === 0 && ignoring.length > 0) return bearerFinding(ignoring, lines);
    if (wrong.length === 0)
      return passed(
        agents.length === 1 ? l10n.t('1 agent found.') : l10n.t('{0} agents found.', agents.length),
        ...lines,
      );
    return failed(
      advice(wrong, context),
      agents.length === 1
        ? l10n.t('The agent that was found doesn’t invoke your profile.')
        : l10n.t('{0} of {1} agents don’t invoke your profile.', wrong.length, agents.length),
      ...lines,
      ...(ignoring.length === 0 ? [] : bearerFinding(ignoring, []).lines),
    );
  },
};
