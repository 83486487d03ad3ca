/** The wizard's first step: what to copy from. Current Claude first; what is retired or leaves the allowed Regions is marked. */

import { l10n, QuickPickItemKind } from 'vscode';
import type { SourceList } from '../../core/awsApi';
import { compareModels, modelName } from '../../core/profiles/models';
import { residencyOf } from '../../core/profiles/destinations';
import { minesFor } from '../../core/profiles/createPlan';
import type { CopySource, Profile } from '../../core/profiles/profile';
import { prefixOf } from '../../core/profiles/source';
import { leavesText, tierText } from '../../ui/labels';
import type { Item } from '../../ui/quickInput/step';
import type { WizardOptions } from './wizard';

const GEO_ORDER = ['global', 'us', 'eu', 'jp', 'apac', 'au'];

/** Sorts for a developer: current before retired, Claude and newest first, then global before geographic. */
export function compareSources(a: CopySource, b: CopySource): number {
  const geo = (source: CopySource): number => {
    const index = GEO_ORDER.indexOf(prefixOf(source));
    return index < 0 ? GEO_ORDER.length : index;
  };
  return (
    Number(a.retired) - Number(b.retired) ||
    compareModels(a.model, b.model) ||
    geo(a) - geo(b) ||
    a.id.localeCompare(b.id)
  );
}

/** The same order, with what an agent of this window cannot use after what it can. */
export const compareFor =
  ({ unusable }: Pick<WizardOptions, 'unusable'>) =>
  (a: CopySource, b: CopySource): number => {
    const isUnusable = ({ model }: CopySource): boolean => unusable?.(model) !== undefined;
    return (
      Number(a.retired) - Number(b.retired) || Number(isUnusable(a)) - Number(isUnusable(b)) || compareSources(a, b)
    );
  };

/** `global`, `geographic (eu)` or `in-region`. */
export function sourceTierText(source: CopySource): string {
  if (source.kind === 'foundation-model') return tierText({ tier: 'in-region', geo: '' });
  const geo = prefixOf(source);
  return tierText({ tier: geo === 'global' ? 'global' : 'geographic', geo });
}

/** A row for a source. A blocked one has no value and says why. */
export function sourceItem(source: CopySource, profiles: readonly Profile[], options: WizardOptions): Item<CopySource> {
  const residency = residencyOf(source, options.allowedRegions);
  const { leaves } = residency;
  const blocked = leaves && options.outside === 'block';
  const have = minesFor(profiles, source, options.keys, options.myNames);
  const marks = [
    have.length > 0 ? l10n.t('you have one') : '',
    source.retired ? l10n.t('retired by AWS') : '',
    options.unusable?.(source.model) ?? '',
    blocked ? l10n.t('blocked') : '',
  ].filter((mark) => mark !== '');
  return {
    ...(leaves || source.retired ? { icon: 'warning' } : {}),
    label: modelName(source.model),
    description: [sourceTierText(source), ...marks].join(' · '),
    detail: [source.id, leavesText(residency)].filter((part) => part !== undefined).join(' · '),
    ...(blocked ? {} : { value: source }),
  };
}

const separator = (label: string): Item<CopySource> => ({ label, kind: QuickPickItemKind.Separator });

export function sourceItems(
  sources: SourceList,
  profiles: readonly Profile[],
  options: WizardOptions,
): readonly Item<CopySource>[] {
  const rows = (list: readonly CopySource[]): readonly Item<CopySource>[] =>
    [...list].sort(compareFor(options)).map((source) => sourceItem(source, profiles, options));
  const models = sources.modelsKnown
    ? rows(sources.models)
    : [{ label: l10n.t('Not listed: bedrock:ListFoundationModels is not allowed') }];
  return [
    separator(l10n.t('System profiles of this Region')),
    ...rows(sources.systemProfiles),
    ...(models.length === 0 ? [] : [separator(l10n.t('Foundation models on demand, in this Region only')), ...models]),
  ];
}
