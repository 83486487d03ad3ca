/**
 * The content of the *Use in Cline* guide: the values for the bundle of Cline that runs in this window, with the labels
 * of its settings.
 */

import { l10n } from 'vscode';
import { clineValues, type ClineValues } from '../../agents/adapters/cline/clineSettings';
import type { GuideState } from '../../protocol/clineGuide';
import { modelName } from '../../core/profiles/models';
import type { Profile } from '../../core/profiles/profile';
import { canHandOn, connectionNotes, type AgentConnection } from '../agents/agentConnection';
import type { ClineBundle } from '../../agents/hostMachine';
import { refusesTemperature } from '../../agents/claudeModels';

export interface GuideOptions {
  readonly connection: AgentConnection;
  readonly sample: boolean;
  /** Cline is installed in this window. */
  readonly installed: boolean;
  /** By its files, Cline invokes the profile. */
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

/** The provider has several names, all of which contain this search text. */
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
        l10n.t('Search for it. It is called Amazon Bedrock in older versions of Cline, and AWS Bedrock in newer ones.'),
      );
  }
}

function cachingSteps(bundle: ClineBundle | undefined): readonly Step[] {
  const label = l10n.t('Use prompt caching');
  switch (bundle) {
    case 'next':
      return [];
    case 'legacy':
      return [{ label, note: l10n.t('Select it. Without it, long tasks can cost several times as much.') }];
    case undefined:
      return [{ label, note: l10n.t('Select it if Cline shows it; older versions then cache prompts.') }];
  }
}

function stepsOf(values: ClineValues, { connection, bundle }: GuideOptions): readonly Step[] {
  const { awsProfile, endpoint } = connection;
  return [
    providerStep(values.provider, bundle),
    ...(awsProfile === ''
      ? []
      : [valueStep(l10n.t('AWS Profile'), awsProfile, l10n.t('Choose AWS Profile as the authentication method.'))]),
    valueStep(
      l10n.t('AWS Region'),
      values.region,
      l10n.t('The Region of the profile. Cline doesn’t read it from the ARN.'),
    ),
    ...(endpoint === undefined
      ? []
      : [
          valueStep(
            l10n.t('Use custom VPC endpoint'),
            endpoint,
            l10n.t('Select it and enter the endpoint that your connection uses.'),
          ),
        ]),
    valueStep(l10n.t('Model'), values.model, l10n.t('Choose it in the model list; the two fields below then appear.')),
    valueStep(l10n.t('Model ID'), values.arn),
    ...(values.baseModel === ''
      ? []
      : [
          valueStep(
            l10n.t('Base Inference Model'),
            values.baseModel,
            l10n.t('Without a prefix such as us. or global.; with one, Cline uses another model’s limits.'),
          ),
        ]),
    ...cachingSteps(bundle),
  ];
}

function bundleNotes(model: string, bundle: ClineBundle | undefined): readonly string[] {
  switch (bundle) {
    case 'next':
      return [
        l10n.t(
          'Cline doesn’t cache prompts with an ARN in this window, whatever its settings are, so long tasks cost more.',
        ),
      ];
    case 'legacy':
      return refusesTemperature(model)
        ? [
            l10n.t(
              '{0} is reported to refuse the temperature that Cline sends in this window. Choose a profile for another model.',
              modelName(model),
            ),
          ]
        : [];
    case undefined:
      return [
        l10n.t('Newer versions of Cline don’t cache prompts with an ARN, so long tasks cost more; older versions do.'),
      ];
  }
}

function introduction({ installed }: GuideOptions): string {
  return installed
    ? l10n.t('The ARN was copied to the clipboard. Enter these values in Cline’s settings and choose Done.')
    : l10n.t(
        'The ARN was copied to the clipboard. Cline isn’t installed in this window; once it is, enter these values in its settings and choose Done.',
      );
}

/** The state of the guide for a profile. */
export function guideStateOf(profile: Profile, options: GuideOptions): GuideState {
  const { connection, sample, installed, bound, bundle } = options;
  const values = clineValues(profile);
  const [warning] = connectionNotes('Cline', connection);
  return {
    ...(sample ? { sample: l10n.t('Sample data: the ARN works with the simulator only.') } : {}),
    title: l10n.t('Use {0} in Cline', profile.name),
    ...(warning === undefined ? {} : { warning: warning.text }),
    intro: introduction(options),
    ...(installed ? { openLabel: l10n.t('Open Cline’s Settings') } : {}),
    // Without an AWS profile, the values can only be entered by hand.
    ...(canHandOn(connection) ? { automaticLabel: l10n.t('Set Up Automatically…') } : {}),
    steps: [...stepsOf(values, options)],
    notes: [
      ...(canHandOn(connection)
        ? []
        : [
            l10n.t(
              'Choose AWS Credentials as the authentication method and enter the keys, or save them as an AWS profile first.',
            ),
          ]),
      ...(bound ? [l10n.t('Cline is already set to this profile.')] : []),
      l10n.t(
        'Leave Use cross-region inference and Use global inference off; the profile determines where requests go.',
      ),
      l10n.t('Leave thinking and reasoning effort off; Cline sends them in a form that isn’t supported with an ARN.'),
      ...bundleNotes(values.baseModel, bundle),
    ],
  };
}
