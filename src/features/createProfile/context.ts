/** What the steps of *Create My Profile* share. */

import type { AwsApi } from '../../core/awsApi';
import type { CreatePlan, ProfileTemplates } from '../../core/profiles/createPlan';
import type { Problem } from '../../core/problem';
import type { CopySource, MyNames, OwnerKeys, Profile, Tags } from '../../core/profiles/profile';
import type { RequiredTags } from '../../core/settings/folderRestrictions';
import { replaceInRequiredTags } from '../../core/profiles/tagRules';
import type { TagReplacements } from '../../core/profiles/tagReplacements';
import type { Created } from '../../store/createProfile';
import type { UnsupportedModels } from '../../ui/unsupportedModels';
import type { Question } from '../../ui/quickInput/steps';

/** What comes from the settings and from this machine. */
export interface WizardOptions {
  readonly keys: OwnerKeys;
  readonly myNames: MyNames;
  readonly team: string;
  /** My name from the settings; empty where it is not set. */
  readonly member: string;
  /** Names to offer for the member, the likeliest first. */
  readonly members: readonly string[];
  readonly templates: ProfileTemplates;
  readonly extraTags: Tags;
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
  readonly allowedRegions: readonly string[];
  readonly outside: 'warn' | 'block';
  /** Everything comes from the simulator, and every step's title shows it. */
  readonly sample: boolean;
  /** Models that an agent of this window cannot use; missing where no such agent is installed. */
  readonly unsupported?: UnsupportedModels;
}

/** How names are written in tags: the replacements of the settings, and those that are entered in the wizard. */
export interface Replacements {
  readonly table: TagReplacements;
  /** Adds a replacement for this wizard and, except on sample data, to the settings. */
  readonly add: (text: string, replacement: string) => Promise<void>;
  /** Whether what is added is saved to the settings. */
  readonly areSaved: boolean;
}

export interface WizardContext {
  readonly aws: AwsApi;
  /** Creates a profile, once for all windows and attempts. Rejects with a Problem. */
  readonly create: (plan: CreatePlan) => Promise<Created>;
  readonly profiles: readonly Profile[];
  readonly options: WizardOptions;
  readonly replacements: Replacements;
  readonly onProblem: (problem: Problem) => void;
}

export type WizardResult =
  | { readonly kind: 'created'; readonly created: Created; readonly member: string }
  | { readonly kind: 'existing'; readonly profile: Profile };

/** What has been answered so far. */
export interface Draft {
  readonly source: CopySource | undefined;
  readonly team: string;
  readonly member: string;
  readonly tags: Tags;
  /** Entered in the review; otherwise the templates make it. An empty description is none. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly result: WizardResult | undefined;
}

export type WizardQuestion = Question<Draft>;

/** The required tags of the settings, with their values as they are written in tags. */
export const requiredOf = ({ options, replacements }: WizardContext): RequiredTags =>
  replaceInRequiredTags(options.requiredTags, replacements.table);
