/**
 * Cline (`saoudrizwan.claude-dev`). Where it keeps its state and which keys decide what it invokes was tried with
 * version 4.1.13, which holds two bundles ("legacy" and "next") that share these files.
 */

import { join } from 'node:path';
import { parseArn } from '../../../core/ids';
import { profileSource, type Profile } from '../../../core/profiles/profile';
import { variable, type UserEnvironment, type ClineBundle } from '../../hostMachine';

export const CLINE_EXTENSION = 'saoudrizwan.claude-dev';
/** Cline's view has to be open before its settings command does anything. */
export const CLINE_VIEW_FOCUS = 'claude-dev.SidebarProvider.focus';
export const CLINE_SETTINGS = 'cline.settingsButtonClicked';

/** The folder of a bundle's state; the older one does not know CLINE_DATA_DIR. */
export function clineFolder(environment: UserEnvironment, bundle: ClineBundle): string {
  const common = join(variable(environment, 'CLINE_DIR') ?? join(environment.home, '.cline'), 'data');
  return bundle === 'legacy' ? common : (variable(environment, 'CLINE_DATA_DIR') ?? common);
}

/** Both bundles' folders, the newer one's first. Usually they are one and the same. */
export const clineFolders = (environment: UserEnvironment): readonly string[] => [
  ...new Set([clineFolder(environment, 'next'), clineFolder(environment, 'legacy')]),
];

export interface ClineValues {
  /** Search text for the provider: the newer bundle calls it AWS Bedrock, the older one Amazon Bedrock. */
  readonly provider: string;
  readonly region: string;
  readonly model: string;
  readonly arn: string;
  /**
   * The base inference model without a geographic prefix: with one, Cline's legacy bundle assumes another model's
   * limits.
   */
  readonly baseModel: string;
}

/** The values to enter in Cline's settings. The Region is always the ARN's: Cline does not derive it. */
export function clineValues(profile: Profile): ClineValues {
  return {
    provider: 'Bedrock',
    region: parseArn(profile.arn)?.region ?? '',
    model: 'Custom',
    arn: profile.arn,
    baseModel: profileSource(profile).model ?? '',
  };
}
