/** Models that Cline, as it runs in this window, cannot use: where a model is chosen, they are not offered first. */

import { l10n } from 'vscode';
import { clineBundles } from './clineBundle';
import { refusesTemperature } from '../agents/claudeModels';

/** Why a model cannot be used, in a few words; undefined where it can. */
export type UnsupportedModels = (model: string) => string | undefined;

const NO_UNSUPPORTED: UnsupportedModels = () => undefined;

/** By the bundle that the next start of the window brings, for that is when a profile is taken up. */
export async function unsupportedInCline(sample: boolean): Promise<UnsupportedModels> {
  if (sample || (await clineBundles())?.afterReload !== 'legacy') return NO_UNSUPPORTED;
  return (model) => (refusesTemperature(model) ? l10n.t('may refuse Cline’s requests in this window') : undefined);
}
