/**
 * A change of an agent's files as a document to read. Everything that is not ours is escaped: it is never a link, a
 * picture or HTML.
 */

import { l10n } from 'vscode';
import type { Change, ChangePlan, FilePlan } from '../../agents/changes/plan';
import { markdownTable, markdownText } from '../../core/export/markdownText';
import { modelName } from '../../core/profiles/models';
import { HIDDEN } from '../../core/secrets/hideSecrets';
import { callSettings } from './passToExtension';
import { needText, noteOf, type Note } from './messages/warnings';
import { profilesOf } from '../../agents/target';

/** What the document shows of a change beside the change itself. */
export interface ChangeDetails {
  /** Of the page: `Use jane-sonnet in Cline`. */
  readonly title: string;
  /** Its state: planned, or done and when. */
  readonly state: string;
  /** Whether it was made already. */
  readonly done?: boolean;
  /** Notes beyond those of the plan. */
  readonly notes: readonly Note[];
}

interface ChangedFile {
  readonly path: string;
  readonly isNew: boolean;
  readonly changes: readonly Change[];
}

export const changedFiles = (files: readonly FilePlan[]): readonly ChangedFile[] =>
  files.map(({ path, hashBefore, changes }) => ({ path, isNew: hashBefore === undefined, changes }));

/** The value of a key, for display. */
export const valueText = (value: string | undefined): string => value ?? l10n.t('not set');

/** The same in a column that is too narrow for two words. */
const cellText = (value: string | undefined): string => value ?? valueText(value).replaceAll(' ', '\u00a0');

function fileSection({ path, isNew, changes }: ChangedFile, done: boolean): readonly string[] {
  const column = (heading: string) => ({ heading, numeric: false });
  return [
    `## ${markdownText(path)}`,
    ...(isNew ? [done ? l10n.t('This file was created.') : l10n.t('This file will be created.')] : []),
    markdownTable(
      [l10n.t('Key'), ...(done ? [l10n.t('Before'), l10n.t('After')] : [l10n.t('Current'), l10n.t('Proposed')])].map(
        column,
      ),
      changes.map(({ keyPath, before, after }) =>
        [keyPath, cellText(before), cellText(after)].map((text) => markdownText(text)),
      ),
    ),
  ];
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const noteLine = ({ title, text }: Note): string => `**${markdownText(title)}.** ${markdownText(text)}`;

/** All notes of a plan, what matters most first. */
export const notesOf = (plan: Pick<ChangePlan, 'warnings'>, more: readonly Note[]): readonly Note[] =>
  [...more, ...plan.warnings.map(noteOf)].sort((a, b) => Number(b.severe) - Number(a.severe));

function passedSettingsSection(plan: Pick<ChangePlan, 'call'>): readonly string[] {
  const rows = callSettings(plan).map((row) => row.map((text) => markdownText(text)));
  const column = (heading: string) => ({ heading, numeric: false });
  const heading = `## ${l10n.t('Settings Sent to the Extension')}`;
  return rows.length === 0 ? [] : [heading, markdownTable([column(l10n.t('Key')), column(l10n.t('Value'))], rows)];
}

export function changeDocument(
  plan: Pick<ChangePlan, 'target' | 'warnings' | 'needs' | 'call'>,
  files: readonly ChangedFile[],
  { title, state, notes, done = false }: ChangeDetails,
): string {
  const all = notesOf(plan, notes);
  const needs = done ? [] : plan.needs.flatMap((need) => needText(need) ?? []);
  const profiles = profilesOf(plan.target).map(({ arn, model, region }) =>
    [modelName(model), region, arn].map((text) => markdownText(text)),
  );
  const column = (heading: string) => ({ heading, numeric: false });
  const paragraphs = [
    `# ${markdownText(title)}`,
    markdownText(state),
    ...(all.length === 0 ? [] : [`## ${l10n.t('Notes')}`, list(all.map(noteLine))]),
    ...files.flatMap((file) => fileSection(file, done)),
    ...passedSettingsSection(plan),
    ...(needs.length === 0 ? [] : [`## ${l10n.t('Next Steps')}`, list(needs.map((text) => markdownText(text)))]),
    `## ${l10n.t('Profiles')}`,
    markdownTable([column(l10n.t('Model')), column(l10n.t('Region')), column(l10n.t('ARN'))], profiles),
    ...(files.some(({ changes }) => changes.some(({ before }) => before?.includes(HIDDEN)))
      ? [l10n.t('Values that may be secrets are hidden.')]
      : []),
  ];
  return paragraphs.join('\n\n') + '\n';
}
