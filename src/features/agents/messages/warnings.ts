/** Warnings and next steps that are shown before an agent is set to a profile. */

import { l10n } from 'vscode';
import type { Need } from '../../../agents/changes/plan';
import type { Warning, WarningCode } from '../../../agents/warnings';
import { modelName } from '../../../core/profiles/models';

/** A few words, and the whole sentence. */
export interface Note {
  readonly title: string;
  readonly text: string;
  /** Whether something goes wrong or costs more, and is not only good to know. */
  readonly severe: boolean;
}

const severe = (title: string, text: string): Note => ({ title, text, severe: true });
const mild = (title: string, text: string): Note => ({ title, text, severe: false });

/** `but`: the bundle that caches is no remedy, because the model refuses the temperature that it sends. */
function noCaching(where: string, but: string | undefined): Note {
  const title = l10n.t('No prompt caching');
  switch (where) {
    case 'next':
      return severe(
        title,
        but === undefined
          ? l10n.t(
              'Long tasks can cost several times as much: Cline doesn’t cache prompts with an ARN in this window. Its older bundle does (cline.rollout.bundleOverride: legacy).',
            )
          : l10n.t(
              'Long tasks can cost several times as much: Cline doesn’t cache prompts with an ARN in this window, and its older bundle can’t use this model.',
            ),
      );
    case 'next and CLI':
      return severe(
        title,
        but === undefined
          ? l10n.t(
              'Long tasks can cost several times as much: Cline’s newer bundle and CLI don’t cache prompts with an ARN. The older bundle does (cline.rollout.bundleOverride: legacy).',
            )
          : l10n.t(
              'Long tasks can cost several times as much: Cline’s newer bundle and CLI don’t cache prompts with an ARN. The older bundle does, but this model may refuse its requests.',
            ),
      );
    default:
      return severe(
        title,
        l10n.t('Long tasks can cost several times as much: {0} doesn’t cache prompts with this profile.', where),
      );
  }
}

/** `where` is the older bundle where it is known to run; else either of them may. */
function temperatureRefused(model: string, where: string | undefined): Note {
  const name = modelName(model);
  return severe(
    l10n.t('Temperature may be refused'),
    where === undefined
      ? l10n.t(
          '{0} is reported to refuse the temperature of 0 that Cline’s older bundle sends. It works with the newer bundle only (cline.rollout.bundleOverride: next).',
          name,
        )
      : l10n.t(
          '{0} is reported to refuse the temperature of 0 that Cline sends in this window. Choose a profile for another model, or Cline’s newer bundle, which doesn’t cache prompts (cline.rollout.bundleOverride: next).',
          name,
        ),
  );
}

function variableWins(name: string, of: string): Note {
  const title = l10n.t('{0} is set', name);
  switch (of) {
    case 'region':
      return severe(
        title,
        l10n.t(
          'This environment variable overrides the Region in the file. Remove it from your environment; terminals may have a different environment than VS Code.',
        ),
      );
    case 'awsProfile':
      return severe(
        title,
        l10n.t(
          'This environment variable overrides the AWS profile in the file. Remove it from your environment; terminals may have a different environment than VS Code.',
        ),
      );
    default:
      return severe(
        title,
        l10n.t(
          'This environment variable overrides the model in the file. Remove it from your environment; terminals may have a different environment than VS Code.',
        ),
      );
  }
}

type Sentences = Readonly<Record<WarningCode, (data: Warning['data']) => Note>>;

/** Warnings of files, variables and single agents. */
const SENTENCES: Sentences = {
  'no-prompt-caching': ({ where = '', but }) => noCaching(where, but),
  'variable-wins': ({ variable = '', of = '' }) => variableWins(variable, of),
  'temperature-refused': ({ model = '', where }) => temperatureRefused(model, where),
  'file-wins': ({ file = '' }) =>
    severe(
      l10n.t('Overridden by another file'),
      l10n.t(
        '{0} takes precedence and sets other values, so this change has no effect until you edit that file.',
        file,
      ),
    ),
  'goes-past': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('Some usage isn’t included'),
      l10n.t('{0} in {1} sets another model and isn’t changed. Change it there, too.', keyPath, file),
    ),
  unresolved: ({ file = '', keyPath = '', reference = '' }) =>
    mild(
      l10n.t('Some settings are unknown'),
      l10n.t(
        '{0} in {1} refers to {2}, whose value is unknown here. Make sure it is your profile.',
        keyPath,
        file,
        reference,
      ),
    ),
  'model-blocked': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('The model isn’t allowed'),
      l10n.t('{0} in {1} prevents the agent from using it. Edit that list by hand.', keyPath, file),
    ),
  'setting-wins': ({ setting = '' }) =>
    severe(
      l10n.t('{0} is set', setting),
      l10n.t('This VS Code setting selects another model for the agent’s extension. Change it in Settings.'),
    ),
  'hides-list': ({ agent = '', file = '', keyPath = '', count = '' }) =>
    severe(
      l10n.t('Another list no longer applies'),
      l10n.t(
        '{0} reads {1} from one file only. In this folder, {2} lines of {3} no longer apply.',
        agent,
        keyPath,
        count,
        file,
      ),
    ),
  'temperature-sent': ({ agent = '', model = '' }) =>
    severe(
      l10n.t('Temperature may be refused'),
      l10n.t('{0} sends a temperature with every ARN, which {1} is reported to refuse.', agent, modelName(model)),
    ),
  'running-task': ({ agent = '' }) =>
    mild(
      l10n.t('Running tasks'),
      l10n.t(
        'A running task switches models immediately, and {0} doesn’t report whether a task is running. Wait until it is idle.',
        agent,
      ),
    ),
  'shared-with-team': ({ file = '' }) =>
    severe(
      l10n.t('Shared with your team'),
      l10n.t('Everyone who checks out {0} uses this profile, and their usage is attributed to you.', file),
    ),
  'provider-disabled': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('Amazon Bedrock is turned off'),
      l10n.t('{0} excludes Amazon Bedrock from its providers ({1}). Edit it by hand.', file, keyPath),
    ),
  'other-credentials': ({ variable = '', file }) =>
    severe(
      l10n.t('{0} is set', variable),
      file === undefined
        ? l10n.t('It is used to sign in instead of your AWS profile. Requests may run in another account.')
        : l10n.t(
            'It is used to sign in instead of your AWS profile. Requests may run in another account. It is set in {0}.',
            file,
          ),
    ),
  'needs-profile': ({ file = '', keyPath = '', model = '' }) =>
    mild(
      l10n.t('Another model is set'),
      l10n.t(
        '{0} in {1} sets {2}. The gateway refuses its requests unless you have a profile for that model.',
        keyPath,
        file,
        model,
      ),
    ),
  'proxy-carries-calls': ({ variable = '', agent = '' }) =>
    severe(
      l10n.t('{0} is set', variable),
      l10n.t(
        '{0} may send requests for the gateway to this proxy, and they fail. Add 127.0.0.1 to NO_PROXY in your environment.',
        agent,
      ),
    ),
  'written-elsewhere': ({ file = '', instead = '' }) =>
    severe(
      l10n.t('Written to another file'),
      l10n.t('Git would add {0} and the secret in it, so the change is made in {1} instead.', file, instead),
    ),
  'not-claude': ({ model = '' }) =>
    severe(
      l10n.t('Not a Claude model'),
      l10n.t('This agent is made for Claude models. {0} may not work.', modelName(model)),
    ),
  'thinking-off': ({ where = '' }) =>
    mild(
      l10n.t('Extended thinking is turned off'),
      l10n.t('{0} requests it in a form that isn’t supported with an ARN.', where),
    ),
  'limits-unknown': ({ model = '' }) =>
    mild(
      l10n.t('Unknown limits'),
      l10n.t('The context window of {0} is unknown, so the agent uses its own assumptions.', modelName(model)),
    ),
  'prices-unknown': ({ model = '' }) =>
    mild(
      l10n.t('Unknown prices'),
      l10n.t('The prices of {0} are unknown, so the agent shows no cost.', modelName(model)),
    ),
  'no-longer-maintained': ({ agent = '' }) =>
    mild(l10n.t('No longer maintained'), l10n.t('{0} no longer receives updates.', agent)),
  'not-tried': ({ agent = '' }) =>
    mild(
      l10n.t('Not tested'),
      l10n.t('This is based on the documentation or source code of {0}; it wasn’t tested with the program.', agent),
    ),
  'other-windows': () =>
    mild(
      l10n.t('Other windows'),
      l10n.t(
        'A window that isn’t reloaded restores Cline’s previous model when it next saves. Close or reload other windows, too.',
      ),
    ),
  'open-tasks-keep-model': () =>
    mild(l10n.t('Open tasks'), l10n.t('Open tasks keep their model. New tasks use the profile.')),
  'roles-not-separate': () =>
    mild(
      l10n.t('Separate models for Plan and Act'),
      l10n.t('Cline currently uses one model for both. Its setting for separate models will be turned on.'),
    ),
  'not-started-yet': () =>
    mild(
      l10n.t('Not started yet'),
      l10n.t(
        'Cline hasn’t been started on this machine. Its settings file will be created, and read when it first starts.',
      ),
    ),
  endpoint: ({ endpoint = '' }) =>
    mild(l10n.t('Custom endpoint'), l10n.t('Requests go to {0} instead of the AWS endpoint.', endpoint)),
  'choose-in-agent': ({ name = '' }) =>
    mild(
      l10n.t('Select the model once'),
      l10n.t('Select “{0}” in the agent’s model list; its settings file doesn’t set the selected model.', name),
    ),
};

/** A warning's sentence. */
export const noteOf = ({ code, data }: Warning): Note => SENTENCES[code](data);

/** What has to happen after the files are written; undefined where there is nothing to do. */
export function needText(need: Need): string | undefined {
  switch (need) {
    case 'reload-window':
      return l10n.t('Reload the window to apply.');
    case 'restart-sessions':
      return l10n.t('Restart running sessions to apply.');
    case 'call-extension':
      return l10n.t('The settings are applied through the agent’s extension.');
    case 'stage':
      return undefined;
  }
}
