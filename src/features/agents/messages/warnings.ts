/** What a person should hear before an agent is switched. */

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

/** `but`: the bundle that caches is no way out, since the model refuses what it sends. */
function noCaching(where: string, but: string | undefined): Note {
  const title = l10n.t('No prompt caching');
  switch (where) {
    case 'next':
      return severe(
        title,
        but === undefined
          ? l10n.t(
              'Long tasks can cost several times as much: Cline caches no prompts with an ARN in this window. Its older bundle does (cline.rollout.bundleOverride: legacy).',
            )
          : l10n.t(
              'Long tasks can cost several times as much: Cline caches no prompts with an ARN in this window, and its older bundle cannot use this model.',
            ),
      );
    case 'next and CLI':
      return severe(
        title,
        but === undefined
          ? l10n.t(
              'Long tasks can cost several times as much: Cline’s newer bundle and CLI cache none with an ARN. The older one does (cline.rollout.bundleOverride: legacy).',
            )
          : l10n.t(
              'Long tasks can cost several times as much: Cline’s newer bundle and CLI cache none with an ARN. The older one does, but this model may refuse it.',
            ),
      );
    default:
      return severe(
        title,
        l10n.t('Long tasks can cost several times as much: {0} caches no prompts with this profile.', where),
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
          '{0} is reported to refuse the temperature of 0 that Cline’s older bundle sends: it works with the newer one only (cline.rollout.bundleOverride: next).',
          name,
        )
      : l10n.t(
          '{0} is reported to refuse the temperature of 0 that Cline sends in this window: choose a profile of another model, or Cline’s newer bundle, which caches no prompts (cline.rollout.bundleOverride: next).',
          name,
        ),
  );
}

function variableWins(name: string, of: string): Note {
  const texts: Readonly<Record<string, string>> = {
    region: l10n.t('It wins over the file for the Region.'),
    awsProfile: l10n.t('It wins over the file for the AWS profile.'),
  };
  return severe(
    l10n.t('{0} is set', name),
    l10n.t(
      '{0} Take the variable out of your environment. A terminal may have others than VS Code.',
      texts[of] ?? l10n.t('It wins over the file for the model.'),
    ),
  );
}

type Sentences = Readonly<Record<WarningCode, (data: Warning['data']) => Note>>;

/** Warnings of files, variables and single agents. */
const SENTENCES: Sentences = {
  'no-prompt-caching': ({ where = '', but }) => noCaching(where, but),
  'variable-wins': ({ variable = '', of = '' }) => variableWins(variable, of),
  'temperature-refused': ({ model = '', where }) => temperatureRefused(model, where),
  'file-wins': ({ file = '' }) =>
    severe(
      l10n.t('Another file wins'),
      l10n.t('{0} is read later and says otherwise: what is written has no effect while it does.', file),
    ),
  'goes-past': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('Not all of it goes there'),
      l10n.t('{0} in {1} names another model, and stays as it is: change it there, too.', keyPath, file),
    ),
  unresolved: ({ file = '', keyPath = '', reference = '' }) =>
    mild(
      l10n.t('Not all of it is known'),
      l10n.t(
        '{0} in {1} refers to {2}, whose value is not known here: look whether it is your profile.',
        keyPath,
        file,
        reference,
      ),
    ),
  'model-blocked': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('The model is not allowed'),
      l10n.t('{0} in {1} keeps the agent from using it: change that list by hand.', keyPath, file),
    ),
  'setting-wins': ({ setting = '' }) =>
    severe(
      l10n.t('{0} is set', setting),
      l10n.t('This setting of VS Code names another model for the agent’s extension: change it in the settings.'),
    ),
  'hides-list': ({ agent = '', file = '', keyPath = '', count = '' }) =>
    severe(
      l10n.t('Another list is no longer read'),
      l10n.t(
        '{0} reads {1} from one file only: {2} lines of {3} stop counting in this folder.',
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
        'A task that is running takes the model up in its midst, and {0} does not report whether one is: wait until it is idle.',
        agent,
      ),
    ),
  'shared-with-team': ({ file = '' }) =>
    severe(
      l10n.t('Shared with your team'),
      l10n.t('Everybody who checks {0} out would use this profile, and their tokens would count as yours.', file),
    ),
  'provider-disabled': ({ file = '', keyPath = '' }) =>
    severe(
      l10n.t('Amazon Bedrock is switched off'),
      l10n.t('{0} leaves Amazon Bedrock out of its providers ({1}): change that by hand.', file, keyPath),
    ),
  'other-credentials': ({ variable = '', file }) =>
    severe(
      l10n.t('{0} is set', variable),
      file === undefined
        ? l10n.t('It signs in instead of your AWS profile: the calls may run in another account.')
        : l10n.t(
            'It signs in instead of your AWS profile, and the calls may run in another account. It is in {0}.',
            file,
          ),
    ),
  'not-claude': ({ model = '' }) =>
    severe(
      l10n.t('Not a Claude model'),
      l10n.t('This agent is made for Claude models, and {0} is none: it may not work.', modelName(model)),
    ),
  'thinking-off': ({ where = '' }) =>
    mild(
      l10n.t('Extended thinking is turned off'),
      l10n.t('{0} would ask for it in a form that does not fit an ARN.', where),
    ),
  'limits-unknown': ({ model = '' }) =>
    mild(
      l10n.t('Limits are not known'),
      l10n.t('How much {0} takes at once is not known here: the agent goes by what it assumes.', modelName(model)),
    ),
  'prices-unknown': ({ model = '' }) =>
    mild(l10n.t('Prices are not known'), l10n.t('{0} has no known price: the agent shows no cost.', modelName(model))),
  'no-longer-maintained': ({ agent = '' }) =>
    mild(l10n.t('No longer maintained'), l10n.t('{0} gets no updates any more.', agent)),
  'not-tried': ({ agent = '' }) =>
    mild(
      l10n.t('Not tried by us'),
      l10n.t('This follows what {0} documents, or its source; the program was not run.', agent),
    ),
  'other-windows': () =>
    mild(
      l10n.t('Other windows'),
      l10n.t('One that is not reloaded puts Cline’s earlier model back when it next saves: close or reload it, too.'),
    ),
  'open-tasks-keep-model': () =>
    mild(l10n.t('Open tasks'), l10n.t('A task that is open keeps its model; the next one uses the profile.')),
  'roles-not-separate': () =>
    mild(
      l10n.t('Separate models for Plan and Act'),
      l10n.t(
        'Cline has one model for both now. Its setting for different ones is turned on, so that each keeps its own.',
      ),
    ),
  'not-started-yet': () =>
    mild(
      l10n.t('Not started yet'),
      l10n.t('Cline has not been started on this machine. Its settings file is made, and read at its first start.'),
    ),
  endpoint: ({ endpoint = '' }) =>
    mild(l10n.t('An endpoint of your own'), l10n.t('Its calls go to {0}, not to AWS’s own endpoint.', endpoint)),
  'choose-in-agent': ({ name = '' }) =>
    mild(
      l10n.t('Choose it once'),
      l10n.t('Choose “{0}” in the agent’s own list of models: its file does not say which one is in use.', name),
    ),
};

/** A warning's sentence. */
export const noteOf = ({ code, data }: Warning): Note => SENTENCES[code](data);

/** What has to happen after the files are written; undefined for what goes unseen. */
export function needText(need: Need): string | undefined {
  switch (need) {
    case 'reload-window':
      return l10n.t('The window has to be reloaded, so that Cline takes it up.');
    case 'restart-sessions':
      return l10n.t('Sessions that are running keep their model until they are started anew.');
    case 'call-extension':
      return l10n.t('It is handed to the agent’s extension, which keeps its settings itself.');
    case 'stage':
      return undefined;
  }
}
