/** Labels and sentences for states that depend on how the agent runs, not only on the model that its files name. */

import { l10n } from 'vscode';
import type { Drift } from '../../../agents/drift';
import { modelName } from '../../../core/profiles/models';

/** States that follow from how an agent runs, not only from which model its files name. */
export type RunningDrift = Extract<
  Drift,
  { kind: 'other-provider' | 'reverted' | 'needs-reload' | 'caching-off' | 'temperature-refused' }
>;

/** A short name of a model: of an ARN the id alone. */
export const named = (model: string): string => (model.startsWith('arn:') ? (model.split('/').at(-1) ?? model) : model);

/** Such a state in a few words, for a row. */
export function runningLabel(drift: RunningDrift): string {
  switch (drift.kind) {
    case 'other-provider':
      return l10n.t('another provider: {0}', drift.provider);
    case 'reverted':
      return drift.model === undefined ? l10n.t('no longer set') : l10n.t('reverted to {0}', named(drift.model));
    case 'needs-reload':
      return l10n.t('waiting for reload: {0}', drift.profile.name);
    case 'caching-off':
      return l10n.t('prompt caching off: {0}', drift.profile.name);
    case 'temperature-refused':
      return l10n.t('requests may be refused: {0}', drift.profile.name);
  }
}

/** Such a state in a sentence, with its remedy. */
export function runningSentence(agent: string, drift: RunningDrift): string {
  switch (drift.kind) {
    case 'other-provider':
      return drift.wasSet
        ? l10n.t(
            '{0} was set to a profile here, but now uses the provider {1} instead of Amazon Bedrock. Set it to your profile again if this wasn’t intended.',
            agent,
            drift.provider,
          )
        : l10n.t('{0} uses the provider {1}, not Amazon Bedrock.', agent, drift.provider);
    case 'reverted':
      return drift.model === undefined
        ? l10n.t(
            '{0} was set to a profile here, but no longer is: another window may have restored its previous settings. Close or reload other windows, then set it again.',
            agent,
          )
        : l10n.t(
            '{0} was set to a profile here, but was reverted to {1}: another window may have restored its previous settings. Close or reload other windows, then set it again.',
            agent,
            named(drift.model),
          );
    case 'needs-reload':
      return l10n.t(
        '{0} is set to your profile {1}, but still uses its previous model in this window. Reload the window to apply.',
        agent,
        drift.profile.name,
      );
    case 'caching-off':
      return l10n.t(
        '{0} uses your profile {1} with prompt caching turned off, so long tasks can cost several times as much. Set it again, or select “Use prompt caching” in its settings.',
        agent,
        drift.profile.name,
      );
    case 'temperature-refused':
      return l10n.t(
        '{0} is set to your profile {1} and sends a temperature with each request, which {2} is reported to refuse. Use a profile for another model, or Cline’s newer bundle (cline.rollout.bundleOverride: next).',
        agent,
        drift.profile.name,
        modelName(drift.model),
      );
  }
}
