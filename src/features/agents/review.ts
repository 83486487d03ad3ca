/** The confirmation before an agent's files are changed: every key with its current and its new value, and notes. */

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { realPathOf } from '../../agents/adapters/common/locate';
import type { ChangePlan, FilePlan } from '../../agents/changes/plan';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { callSettings } from './passToExtension';
import { changedFiles, changeDocument, notesOf, valueText, type ChangeDetails } from './changeMarkdown';
import type { PreviewDocuments } from '../../ui/previewDocuments';
import { needText, type Note } from './messages/warnings';

const { l10n } = vscode;

type Answer = 'go' | 'read' | 'nothing' | FilePlan;

/** `Change 2 Files`, or what else is done. */
export function applyLabel({ files, call }: Pick<ChangePlan, 'files' | 'call'>, agent: string): string {
  if (call !== undefined) return l10n.t('Apply in {0}', agent);
  return files.length === 1 ? l10n.t('Change 1 file') : l10n.t('Change {0} files', files.length);
}

/** A file's path for people: behind a link it is another one. */
export async function pathLabel(path: string): Promise<string> {
  const real = await realPathOf(path);
  return real === path ? path : l10n.t('{0}, a link to {1}', path, real);
}

/** The file that is really written, where it is not the named one. */
async function linkNotes({ files }: ChangePlan): Promise<readonly Note[]> {
  const paths = await Promise.all(files.map(async ({ path }) => ({ path, real: await realPathOf(path) })));
  return paths
    .filter(({ path, real }) => path !== real)
    .map(({ path, real }) => ({
      title: l10n.t('{0} is a link', basename(path)),
      text: l10n.t('The file that will be changed is {0}.', real),
      severe: true,
    }));
}

/** The length of a line of the list; VS Code truncates longer ones. Characters. */
const LINE = 84;

function linesOf(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= LINE) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function noteItems({ title, text, severe }: Note): readonly PickItem<Answer>[] {
  const [detail = '', ...more] = linesOf(text);
  return [
    { icon: severe ? 'warning' : 'info', label: title, detail },
    ...more.map((description): PickItem<Answer> => ({ icon: 'blank', label: '', description })),
  ];
}

function fileItems({ path, hashBefore, changes }: FilePlan): readonly PickItem<Answer>[] {
  const folder = dirname(path);
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      icon: 'file',
      label: basename(path),
      description: hashBefore === undefined ? l10n.t('new, in {0}', folder) : l10n.t('in {0}', folder),
    },
    ...changes.map(({ keyPath, before, after }) => ({
      label: keyPath,
      description: l10n.t('{0} → {1}', valueText(before), valueText(after)),
    })),
  ];
}

function passedSettingItems(plan: ChangePlan, agent: string): readonly PickItem<Answer>[] {
  const rows = callSettings(plan).map(([label, description]) => ({ label, description }));
  const label = l10n.t('Settings sent to {0}', agent);
  return rows.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

/** The rows: what can be done, what to know, and each key of each file. */
export function reviewItems(plan: ChangePlan, agent: string, notes: readonly Note[]): readonly PickItem<Answer>[] {
  const { Separator } = vscode.QuickPickItemKind;
  const after = plan.needs.flatMap((need) => needText(need) ?? []);
  const apply: PickItem<Answer> = { icon: 'check', label: applyLabel(plan, agent), value: 'go' };
  return [
    plan.files.length === 0 ? apply : { ...apply, detail: l10n.t('The replaced values are kept; you can undo this.') },
    { icon: 'close', label: l10n.t('Cancel'), value: 'nothing' },
    {
      icon: 'book',
      label: l10n.t('Open as Document'),
      description: l10n.t('close the document to return here'),
      value: 'read',
    },
    ...plan.files.map((file): PickItem<Answer> => ({
      icon: 'diff',
      label: l10n.t('Compare {0}', basename(file.path)),
      description: l10n.t('current and proposed, side by side'),
      value: file,
    })),
    { label: l10n.t('Notes'), kind: Separator },
    ...notes.flatMap(noteItems),
    ...after.flatMap((text) => noteItems({ title: l10n.t('Next step'), text, severe: false })),
    ...plan.files.flatMap(fileItems),
    ...passedSettingItems(plan, agent),
  ];
}

/** Shows a plan and asks whether to apply it. The document is open beneath the question and closed with it. */
export async function review(
  plan: ChangePlan,
  agent: string,
  about: ChangeDetails,
  previews: PreviewDocuments,
): Promise<boolean> {
  const notes = [...(await linkNotes(plan)), ...about.notes];
  const text = changeDocument(plan, changedFiles(plan.files), { ...about, notes });
  const show = (focus: boolean): Promise<void> => previews.showMarkdown(l10n.t('Change to {0}', agent), text, focus);
  const isAsked = previews.begin();
  try {
    for (;;) {
      await show(false);
      const answer = await pick<Answer>({
        title: about.title,
        placeholder: l10n.t('Review the change. Press Enter to apply it, or Escape to cancel'),
        items: reviewItems(plan, agent, notesOf(plan, notes)),
      });
      if (answer === 'go') return true;
      if (answer === 'nothing' || typeof answer === 'symbol') return false;
      if (answer === 'read') await show(true);
      else await compare(answer, previews);
      await previews.closedByUser();
      if (!isAsked()) return false;
    }
  } finally {
    if (isAsked()) await previews.close();
  }
}

const compare = (file: FilePlan, previews: PreviewDocuments): Promise<void> =>
  previews.compare(
    basename(file.path),
    file.before ?? '',
    file.after,
    l10n.t('{0}: current and proposed', basename(file.path)),
  );
