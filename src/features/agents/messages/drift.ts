/** States of agents, and what goes wrong with their files, as sentences. All of them end up as plain text. */

import { l10n } from 'vscode';
import type { Drift } from '../../../agents/drift';
import type { AgentProblem } from '../../../agents/problem';
import type { Owner } from '../../../core/profiles/profile';
import { modelName, splitGeo } from '../../../core/profiles/models';
import type { AgentRow, Severity } from '../rows';
import { named, runningLabel, runningSentence } from './running';
import type { AgentId } from '../../../agents/agentId';
import type { BrokenReason } from '../../../agents/documents/document';
import type { Override } from '../../../agents/binding';

/** `jane.doe of platform`, as far as the tags say. */
function ownerName({ team, member }: Owner): string {
  if (member === undefined) return team === undefined ? l10n.t('nobody known') : l10n.t('team {0}', team);
  return team === undefined ? member : l10n.t('{0} of {1}', member, team);
}

const lastPart = (text: string): string => text.split('/').at(-1) ?? text;

/** A state in a few words, for a row. */
export function driftLabel(drift: Drift, listed: boolean): string {
  switch (drift.kind) {
    case 'mine':
      return drift.profile.name;
    case 'another-of-mine':
      return l10n.t('another of yours: {0}', drift.profile.name);
    case 'somebody-elses':
      return l10n.t('not yours: {0}, owner {1}', drift.profile.name, ownerName(drift.owner));
    case 'deleted':
      return l10n.t('deleted profile {0}', lastPart(drift.arn));
    case 'not-known':
      return listed
        ? l10n.t('profile {0}, not of this account and Region', lastPart(drift.arn))
        : l10n.t('profile {0}, connect to see whose', lastPart(drift.arn));
    case 'untracked':
      if (drift.what === 'not-set') return l10n.t('untracked: {0}, not set', workText(drift.role));
      return drift.what === 'system-profile'
        ? l10n.t('untracked: system profile {0}', named(drift.model))
        : l10n.t('untracked: model {0}', named(drift.model));
    case 'wrong-region':
      return l10n.t('wrong Region: {0}, not {1}', drift.region, drift.expected);
    case 'no-region':
      return l10n.t('no Region, needs {0}', drift.expected);
    case 'wrong-model':
      return l10n.t('wrong base model: {0}', baseNames(drift)[0]);
    case 'other-provider':
    case 'put-back':
    case 'waiting':
    case 'caching-off':
    case 'temperature-refused':
      return runningLabel(drift);
    case 'blocked':
      return l10n.t('not allowed by {0}', drift.keyPath);
    case 'unresolved':
      return l10n.t('not known: {0}', drift.reference);
    case 'if-chosen':
      return l10n.t('{0}, if chosen in its list', drift.profile.name);
    case 'not-configured':
      return l10n.t('not set to Amazon Bedrock');
    case 'unreadable':
      return drift.reason === 'hidden' ? l10n.t('not known') : l10n.t('settings not readable');
  }
}

type Wrong = Extract<Drift, { kind: 'wrong-region' | 'no-region' | 'wrong-model' }>;
type WrongModel = Extract<Drift, { kind: 'wrong-model' }>;

/** A base model and the one that it should be: their ids where they are called the same. */
function baseNames({ model, expected }: WrongModel): readonly [string, string] {
  const names = [modelName(model), modelName(expected)] as const;
  return names[0] === names[1] ? [model, expected] : names;
}

function baseSentence(agent: string, drift: WrongModel): string {
  const { geo } = splitGeo(drift.model);
  if (geo !== undefined)
    return l10n.t(
      '{0} does not know the base model {1} with “{2}.” before it, and assumes limits and prices of another one: it has to be {3}.',
      agent,
      drift.model,
      geo,
      drift.expected,
    );
  const [model, expected] = baseNames(drift);
  return l10n.t(
    '{0} takes limits and prices from {1}, but the profile {2} is of {3}.',
    agent,
    model,
    drift.profile.name,
    expected,
  );
}

function wrongSentence(agent: string, drift: Wrong): string {
  switch (drift.kind) {
    case 'wrong-region':
      return l10n.t(
        '{0} sends its calls to {1}, but the profile is in {2}: they fail.',
        agent,
        drift.region,
        drift.expected,
      );
    case 'no-region':
      return l10n.t(
        '{0} is set to your profile {1}, but to no Region: its calls go to {2} only where the environment happens to say so, and fail otherwise.',
        agent,
        drift.profile.name,
        drift.expected,
      );
    case 'wrong-model':
      return baseSentence(agent, drift);
  }
}

/** Something beside the model's own key decides, or says it. */
function elsewhereSentence(agent: string, drift: Extract<Drift, { kind: 'blocked' | 'unresolved' }>): string {
  if (drift.kind === 'blocked')
    return l10n.t(
      '{0} is set to {1}, but {2} in {3} does not allow that model: its calls fail.',
      agent,
      named(drift.model),
      drift.keyPath,
      drift.file,
    );
  return drift.of === 'region'
    ? l10n.t('The Region that {0} uses is not known here: its settings refer to {1}.', agent, drift.reference)
    : l10n.t('The model that {0} uses is not known here: its settings refer to {1}.', agent, drift.reference);
}

function untrackedSentence(agent: string, drift: Extract<Drift, { kind: 'untracked' }>): string {
  switch (drift.what) {
    case 'not-set':
      return l10n.t(
        '{0} is not set for one kind of work ({1}), and takes a model of its own for it: what that uses is attributed to nobody.',
        agent,
        workText(drift.role),
      );
    case 'system-profile':
      return l10n.t(
        '{0} uses the system profile {1}, which has nobody’s tags: what you use is attributed to nobody.',
        agent,
        named(drift.model),
      );
    case 'model':
      return l10n.t(
        '{0} uses the model {1} directly, without a profile: what you use is attributed to nobody.',
        agent,
        named(drift.model),
      );
  }
}

/** A state in a sentence, with what follows from it. */
export function driftSentence(agent: string, drift: Drift, listed: boolean): string {
  switch (drift.kind) {
    case 'mine':
      return l10n.t('{0} uses your profile {1}.', agent, drift.profile.name);
    case 'another-of-mine':
      return l10n.t(
        '{0} uses {1}, which is yours, but not the one that you chose for it here.',
        agent,
        drift.profile.name,
      );
    case 'somebody-elses':
      return l10n.t(
        '{0} uses {1}: what you use is counted for {2}.',
        agent,
        drift.profile.name,
        ownerName(drift.owner),
      );
    case 'deleted':
      return l10n.t('{0} is set to a profile that was deleted ({1}): its calls fail.', agent, lastPart(drift.arn));
    case 'not-known':
      return listed
        ? l10n.t(
            '{0} uses the profile {1} of an account or a Region that is not listed here, so nobody can say whose it is.',
            agent,
            lastPart(drift.arn),
          )
        : l10n.t('{0} uses the profile {1}. Connect to AWS to see whose it is.', agent, lastPart(drift.arn));
    case 'untracked':
      return untrackedSentence(agent, drift);
    case 'other-provider':
    case 'put-back':
    case 'waiting':
    case 'caching-off':
    case 'temperature-refused':
      return runningSentence(agent, drift);
    case 'if-chosen':
      return l10n.t(
        '{0} uses your profile {1} where you have chosen it in its own list of models: its file does not say which one is in use.',
        agent,
        drift.profile.name,
      );
    case 'wrong-region':
    case 'no-region':
    case 'wrong-model':
      return wrongSentence(agent, drift);
    case 'blocked':
    case 'unresolved':
      return elsewhereSentence(agent, drift);
    case 'not-configured':
      return l10n.t('{0} is not set to Amazon Bedrock.', agent);
    case 'unreadable':
      return drift.reason === 'hidden'
        ? l10n.t('{0} keeps its settings inside VS Code, where they cannot be read: what it uses is not known.', agent)
        : l10n.t(
            'What {0} uses is not known: {1}',
            agent,
            brokenSentence(drift.file ?? '', drift.reason, drift.detail ?? ''),
          );
  }
}

/** The icon of a state, by the name of a codicon. */
export function driftIcon({ kind }: Drift): string {
  switch (kind) {
    case 'mine':
      return 'pass-filled';
    case 'another-of-mine':
      return 'pass';
    case 'somebody-elses':
      return 'organization';
    case 'deleted':
      return 'error';
    case 'not-known':
    case 'unresolved':
      return 'question';
    case 'blocked':
      return 'circle-slash';
    case 'untracked':
      return 'warning';
    case 'other-provider':
      return 'plug';
    case 'put-back':
      return 'discard';
    case 'waiting':
      return 'debug-restart';
    case 'caching-off':
      return 'database';
    case 'temperature-refused':
      return 'error';
    case 'if-chosen':
      return 'list-selection';
    case 'wrong-region':
    case 'no-region':
      return 'globe';
    case 'wrong-model':
      return 'symbol-ruler';
    case 'not-configured':
      return 'circle-outline';
    case 'unreadable':
      return 'lock';
  }
}

/** The theme's colour of a mood; undefined: as the text. */
export function severityColor(mood: Severity): string | undefined {
  switch (mood) {
    case 'good':
      return 'testing.iconPassed';
    case 'bad':
      return 'list.warningForeground';
    case 'neutral':
    case 'unknown':
      return undefined;
  }
}

/** What wins over a file. */
export function overrideText({ kind, name, of, value }: Override): string {
  if (of === 'credentials')
    return kind === 'variable'
      ? l10n.t('{0} signs in instead of the AWS profile.', name)
      : l10n.t('The file {0} holds credentials that are used instead of the AWS profile.', name);
  const what =
    of === 'model' ? l10n.t('the model') : of === 'region' ? l10n.t('the Region') : l10n.t('the AWS profile');
  return kind === 'variable'
    ? l10n.t('The environment variable {0} wins for {1}: {2}', name, what, value)
    : l10n.t('The file {0} wins for {1}: {2}', name, what, value);
}

/** A kind of work, for people. Those that an agent names by itself stay as they are. */
function workText(role: string): string {
  const known: Readonly<Record<string, string>> = {
    main: l10n.t('Main work'),
    small: l10n.t('Background calls'),
    plan: l10n.t('Planning'),
    act: l10n.t('Acting'),
    editor: l10n.t('Editing'),
    sonnet: l10n.t('Sonnet family'),
    opus: l10n.t('Opus family'),
    haiku: l10n.t('Haiku family'),
    fable: l10n.t('Fable family'),
    subagents: l10n.t('Subagents'),
    workflows: l10n.t('Subagents of workflows'),
    automatic: l10n.t('Auto mode'),
    classifier: l10n.t('Checks in the background'),
    vscode: l10n.t('Extension for VS Code'),
    'act-legacy': l10n.t('Acting, older bundle'),
    'plan-legacy': l10n.t('Planning, older bundle'),
  };
  return Object.hasOwn(known, role) ? (known[role] ?? role) : role;
}

/** The same for one agent: the entries of Continue's list are called as people like. */
export const roleText = (agent: AgentId, role: string): string => (agent === 'continue' ? role : workText(role));

/** Why a file is left alone. */
export function brokenSentence(file: string, reason: BrokenReason, where: string): string {
  const at = where === '' ? '' : l10n.t(' ({0})', where);
  switch (reason) {
    case 'not-a-file':
      return l10n.t('{0} is not a file.', file);
    case 'not-readable':
      return l10n.t('{0} may not be read.', file);
    case 'too-large':
      return l10n.t('{0} is too large to be a settings file.', file);
    case 'not-text':
      return l10n.t('{0} is not text.', file);
    case 'empty':
      return l10n.t('{0} is empty.', file);
    case 'syntax':
      return l10n.t('{0} has a mistake in its form{1}.', file, at);
    case 'not-an-object':
      return l10n.t('{0} does not hold settings.', file);
    case 'duplicate-keys':
      return l10n.t('{0} has a key twice{1}: programs disagree which one counts.', file, at);
    case 'several-documents':
      return l10n.t('{0} holds several documents.', file);
    case 'schema':
      return l10n.t(
        '{0} has a value that is not valid{1}. The program that owns it may discard the whole file.',
        file,
        at,
      );
    case 'dangling-link':
      return l10n.t('{0} is a link to a file that is not there.', file);
  }
}

/** What went wrong with an agent's files, and how it stands now. */
export function agentProblemSentence({ code, detail }: Pick<AgentProblem, 'code' | 'detail'>): string {
  const path = detail.path ?? '';
  switch (code) {
    case 'broken':
      return l10n.t(
        '{0} It was left as it is: mend it first.',
        brokenSentence(path, detail.reason ?? 'syntax', detail.where ?? ''),
      );
    case 'changed-since':
      return l10n.t('{0} was changed by another program meanwhile and was left as it is.', path);
    case 'read-only':
      return l10n.t('{0} is read-only and was left as it is.', path);
    case 'not-writable':
      return l10n.t('{0} could not be written ({1}): nothing was changed.', path, detail.errno ?? '');
    case 'not-as-written':
      return l10n.t('{0} does not say what was written: another program wrote over it.', path);
    case 'regions-differ':
      return l10n.t('The profiles are in different Regions, and this agent knows only one: choose profiles of one.');
    case 'aws-profiles-differ':
      return l10n.t('The profiles need different AWS profiles, and this agent knows only one.');
    case 'needs-aws-profile':
      return l10n.t(
        'It signs in with an AWS profile by its name, and your connection uses none: its credentials come from the environment or from this machine’s role. Save them under a name in your AWS config files and choose that one, or enter them in the agent by hand.',
      );
    case 'cannot-edit':
      return l10n.t('{0} has a form in which these values cannot be changed alone: change them by hand.', path);
    case 'no-such-scope':
      return l10n.t('There is no such settings file: open the folder first.');
    case 'leaves-folder':
      return l10n.t('A link that leads out of the folder is not written; change the file itself: {0}', path);
    case 'not-trusted':
      return l10n.t('You have not trusted this folder, so none of its settings files is written.');
    case 'backup-lost':
      return l10n.t('What stood in {0} before is not kept any more, so it cannot be put back.', path);
    case 'half-done':
      return l10n.t('Not all files could be put back. These are still changed: {0}', (detail.paths ?? []).join(', '));
  }
}

/** What a screen reader says of a row. */
export const rowLabel = ({ name, report, listed }: AgentRow): string =>
  `${name}: ${driftSentence(name, report.worst, listed)}`;
