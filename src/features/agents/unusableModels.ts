/** Models that Cline, as it runs in this window, cannot use: where a model is chosen, they are not offered first. */

import { l10n } from 'vscode';
import { refusesTemperature } from '../../agents/warnings';
import { clineBundles } from './clineBundle';

/** Why a model cannot be used, in a few words; undefined where it can. */
export type Unusable = (model: string) => string | undefined;

const NONE: Unusable = () => undefined;

/** By the bundle that the next start of the window brings, for that is when a profile is taken up. */
export async function unusableInCline(sample: boolean): Promise<Unusable> {
  if (sample || (await clineBundles())?.afterReload !== 'legacy') return NONE;
  return (model) => (refusesTemperature(model) ? l10n.t('may refuse Cline’s calls in this window') : undefined);
}
