/** The first question: what to copy from. What is retired or may leave the allowed Regions is marked. */

import { l10n, QuickPickItemKind } from 'vscode';
import type { SourceList } from '../../core/awsApi';
import { modelName } from '../../core/profiles/models';
import { residencyOf } from '../../core/profiles/destinations';
import { myProfilesFor } from '../../core/profiles/createPlan';
import type { CopySource, Profile } from '../../core/profiles/profile';
import { prefixOf } from '../../core/profiles/source';
import { compareUsable } from '../../core/profiles/sourceOrder';
import { outsideRegionsText, modelText, tierText } from '../../ui/labels';
import { isUnanswered } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Draft, WizardContext, WizardOptions, WizardQuestion } from './context';

/** `Global`, `Geographic (EU)` or `In-Region`. */
export function sourceTierText(source: CopySource): string {
  if (source.kind === 'foundation-model') return tierText({ tier: 'in-region', geo: '' });
  const geo = prefixOf(source);
  return tierText({ tier: geo === 'global' ? 'global' : 'geographic', geo });
}

/** A row for a source. A blocked one has no value and shows why. */
export function sourceItem(
  source: CopySource,
  profiles: readonly Profile[],
  options: WizardOptions,
): PickItem<CopySource> {
  const residency = residencyOf(source, options.allowedRegions);
  const { leaves } = residency;
  const blocked = leaves && options.outside === 'block';
  const mine = myProfilesFor(profiles, source, options.keys, options.myNames);
  const marks = [
    mine.length > 0 ? l10n.t('you have one') : '',
    source.retired ? l10n.t('retired by AWS') : '',
    options.unsupported?.(source.model) ?? '',
    blocked ? l10n.t('blocked') : '',
  ].filter((mark) => mark !== '');
  return {
    ...(leaves || source.retired ? { icon: 'warning' } : {}),
    label: modelName(source.model),
    description: [sourceTierText(source), ...marks].join(' · '),
    detail: [source.id, outsideRegionsText(residency)].filter((part) => part !== undefined).join(' · '),
    ...(blocked ? {} : { value: source }),
  };
}

const separator = (label: string): PickItem<CopySource> => ({ label, kind: QuickPickItemKind.Separator });

function sourceItems(
  sources: SourceList,
  profiles: readonly Profile[],
  options: WizardOptions,
): readonly PickItem<CopySource>[] {
  const isUnusable = (model: CopySource['model']): boolean => options.unsupported?.(model) !== undefined;
  const rows = (list: readonly CopySource[]): readonly PickItem<CopySource>[] =>
    [...list].sort(compareUsable(isUnusable)).map((source) => sourceItem(source, profiles, options));
  const models = sources.modelsKnown
    ? rows(sources.models)
    : [{ label: l10n.t('Not listed: bedrock:ListFoundationModels isn’t allowed') }];
  return [
    separator(l10n.t('System profiles in this Region')),
    ...rows(sources.systemProfiles),
    ...(models.length === 0 ? [] : [separator(l10n.t('Foundation models, on demand in this Region only')), ...models]),
  ];
}

export const sourceQuestion = (context: WizardContext, sources: Promise<SourceList>): WizardQuestion => ({
  id: 'source',
  about: l10n.t('Model'),
  ask: async (draft, step) => {
    const source = await pick<CopySource>({
      ...step,
      placeholder: l10n.t('Choose the model for your agent'),
      items: sources.then((list) => sourceItems(list, context.profiles, context.options)),
      ...(draft.source === undefined ? {} : { active: draft.source }),
    });
    return isUnanswered(source) ? source : { source };
  },
});

const mineFor = ({ source }: Draft, { profiles, options }: WizardContext): readonly Profile[] =>
  source === undefined ? [] : myProfilesFor(profiles, source, options.keys, options.myNames);

/** Before another profile is created for the same model, those that are there are offered. */
export const reuseQuestion = (context: WizardContext): WizardQuestion => ({
  about: l10n.t('Model'),
  when: (draft) => mineFor(draft, context).length > 0,
  counted: false,
  ask: async (draft, step) => {
    const chosen = await pick<Profile | 'new'>({
      ...step,
      placeholder: l10n.t('You already have a profile for this model'),
      items: [
        ...mineFor(draft, context).map((profile) => ({
          icon: 'check' as const,
          label: l10n.t('Use {0}', profile.name),
          description: modelText(profile),
          detail: profile.arn,
          value: profile,
        })),
        { icon: 'add' as const, label: l10n.t('Create another one'), value: 'new' as const },
      ],
    });
    if (isUnanswered(chosen)) return chosen;
    return chosen === 'new' ? {} : { result: { kind: 'existing', profile: chosen } };
  },
});
