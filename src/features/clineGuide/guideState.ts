/** What the *Use in Cline* guide shows: the values for the bundle of Cline that runs in this window, in the words of its own settings. */

import { l10n } from 'vscode';
import { clineValues, type ClineValues } from '../../agents/adapters/cline/clineSettings';
import type { GuideState } from '../../protocol/clineGuide';
import { modelName } from '../../core/profiles/models';
import type { Profile } from '../../core/profiles/profile';
import { canHandOn, connectionNotes, type AgentConnection } from '../agents/agentConnection';
import type { ClineBundle } from '../../agents/host';
import { refusesTemperature } from '../../agents/claudeModels';

export interface GuideOptions {
  readonly connection: AgentConnection;
  readonly sample: boolean;
  /** Cline is installed in this window. */
  readonly installed: boolean;
  /** Cline's files say that it invokes the profile. */
  readonly bound: boolean;
  /** Undefined: not known. */
  readonly bundle: ClineBundle | undefined;
}

type Step = GuideState['steps'][number];

const valueStep = (label: string, value: string, note?: string): Step => ({
  label,
  value,
  copyText: l10n.t('Copy'),
  copiedText: l10n.t('Copied'),
  copyLabel: l10n.t('Copy {0}', label),
  copiedLabel: l10n.t('{0} copied', label),
  ...(note === undefined ? {} : { note }),
});

/** Of several names of the provider one is found by every search. */
function providerStep(provider: string, bundle: ClineBundle | undefined): Step {
  const label = l10n.t('API Provider');
  switch (bundle) {
    case 'next':
      return valueStep(label, provider, l10n.t('Search for it and choose AWS Bedrock.'));
    case 'legacy':
      return valueStep(label, provider, l10n.t('Search for it and choose Amazon Bedrock.'));
    case undefined:
      return valueStep(
        label,
        provider,
        l10n.t('Search for it: older versions of Cline call it Amazon Bedrock, newer ones AWS Bedrock.'),
      );
  }
}

function cachingSteps(bundle: ClineBundle | undefined): readonly Step[] {
  const label = l10n.t('Use prompt caching');
  switch (bundle) {
    case 'next':
      return [];
    case 'legacy':
      return [{ label, note: l10n.t('Tick it: without it, long tasks can cost several times as much.') }];
    case undefined:
      return [{ label, note: l10n.t('Tick it where Cline shows it: its older versions cache prompts then.') }];
  }
}

function stepsOf(values: ClineValues, { connection, bundle }: GuideOptions): readonly Step[] {
  const { awsProfile, endpoint } = connection;
  return [
    providerStep(values.provider, bundle),
    ...(awsProfile === ''
      ? []
      : [valueStep(l10n.t('AWS Profile'), awsProfile, l10n.t('Choose AWS Profile as the way to sign in.'))]),
    valueStep(
      l10n.t('AWS Region'),
      values.region,
      l10n.t('Always the profile’s own Region: Cline does not read it from the ARN.'),
    ),
    ...(endpoint === undefined
      ? []
      : [
          valueStep(
            l10n.t('Use custom VPC endpoint'),
            endpoint,
            l10n.t('Tick it and enter the address: your connection calls Bedrock there.'),
          ),
        ]),
    valueStep(
      l10n.t('Model'),
      values.model,
      l10n.t('Choose it in the list of models; the two fields below appear then.'),
    ),
    valueStep(l10n.t('Model ID'), values.arn),
    ...(values.baseModel === ''
      ? []
      : [
          valueStep(
            l10n.t('Base Inference Model'),
            values.baseModel,
            l10n.t('Without a prefix such as us. or global.: with one, Cline takes it for another model.'),
          ),
        ]),
    ...cachingSteps(bundle),
  ];
}

function bundleNotes(model: string, bundle: ClineBundle | undefined): readonly string[] {
  switch (bundle) {
    case 'next':
      return [
        l10n.t('Cline caches no prompts with an ARN in this window, whatever its settings say: long tasks cost more.'),
      ];
    case 'legacy':
      return refusesTemperature(model)
        ? [
            l10n.t(
              '{0} is reported to refuse the temperature that Cline sends in this window: choose a profile of another model.',
              modelName(model),
            ),
          ]
        : [];
    case undefined:
      return [
        l10n.t(
          'Cline’s newer versions do not use prompt caching with an ARN, which makes long tasks dearer; older ones do.',
        ),
      ];
  }
}

function introOf({ installed }: GuideOptions): string {
  return installed
    ? l10n.t('The ARN is in the clipboard. In Cline’s settings, enter these values and choose Done.')
    : l10n.t(
        'The ARN is in the clipboard. Cline is not installed in this window; once it is, enter these values in its settings and choose Done.',
      );
}

/** Everything that the guide shows for a profile. */
export function guideStateOf(profile: Profile, options: GuideOptions): GuideState {
  const { connection, sample, installed, bound, bundle } = options;
  const values = clineValues(profile);
  const [warning] = connectionNotes('Cline', connection);
  return {
    ...(sample ? { sample: l10n.t('This is sample data: the ARN works with the simulator only.') } : {}),
    title: l10n.t('Use {0} in Cline', profile.name),
    ...(warning === undefined ? {} : { warning: warning.text }),
    intro: introOf(options),
    ...(installed ? { openLabel: l10n.t('Open Cline’s Settings') } : {}),
    // Where there is no AWS profile to write, there is only this way.
    ...(canHandOn(connection) ? { automaticLabel: l10n.t('Set It Automatically…') } : {}),
    steps: [...stepsOf(values, options)],
    notes: [
      ...(canHandOn(connection)
        ? []
        : [
            l10n.t('Choose AWS Credentials as the way to sign in and enter the keys, or save them under a name first.'),
          ]),
      ...(bound ? [l10n.t('Cline’s own files say that it invokes this profile already.')] : []),
      l10n.t('Leave Use cross-region inference and Use global inference off: the profile decides where requests go.'),
      l10n.t('Keep thinking and reasoning effort off with an ARN: Cline sends them in a form that does not fit it.'),
      ...bundleNotes(values.baseModel, bundle),
    ],
  };
}
