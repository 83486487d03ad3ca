/** The last question before an agent's files are changed: every key, what stands there now and then, and what to know. */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ChangePlan, FilePlan } from '../../agents/plan';
import { CANCEL, pick, type Item } from '../create/prompts';
import { changedFiles, changeDocument, notesOf, valueText, type ChangeAbout } from './changeText';
import type { TextPages } from './textPages';
import { needText, type Note } from './warnings';

const { l10n } = vscode;

type Answer = 'go' | 'read' | 'nothing' | FilePlan;

/** `Change 2 Files`, or what else is done. */
export function goText({ files, call }: Pick<ChangePlan, 'files' | 'call'>, agent: string): string {
  if (call !== undefined) return l10n.t('Hand it to {0}', agent);
  return files.length === 1 ? l10n.t('Change 1 file') : l10n.t('Change {0} files', files.length);
}

const noteItem = ({ title, text, severe }: Note): Item<Answer> => ({
  label: `${severe ? '$(warning)' : '$(info)'} ${title}`,
  detail: text,
});

function fileItems({ path, hashBefore, changes }: FilePlan): readonly Item<Answer>[] {
  const name = hashBefore === undefined ? l10n.t('{0} (new)', path) : path;
  return [
    { label: name, kind: vscode.QuickPickItemKind.Separator },
    ...changes.map(({ keyPath, before, after }) => ({
      label: keyPath,
      description: l10n.t('{0} → {1}', valueText(before), valueText(after)),
    })),
  ];
}

/** The rows: what can be done, what to know, and each key of each file. */
export function reviewItems(plan: ChangePlan, agent: string, notes: readonly Note[]): readonly Item<Answer>[] {
  const { Separator } = vscode.QuickPickItemKind;
  const after = plan.needs.flatMap((need) => needText(need) ?? []).join(' ');
  const kept = plan.files.length === 0 ? '' : l10n.t('What stands there now is kept, and can be put back.');
  return [
    {
      label: `$(check) ${goText(plan, agent)}`,
      detail: [kept, after].filter((part) => part !== '').join(' '),
      value: 'go',
    },
    { label: l10n.t('$(close) Change nothing'), value: 'nothing' },
    ...plan.files.map((file): Item<Answer> => ({
      label: l10n.t('$(diff) Compare {0}', basename(file.path)),
      value: file,
    })),
    { label: l10n.t('$(book) Read it as a page'), value: 'read' },
    ...(notes.length === 0 ? [] : [{ label: l10n.t('To know'), kind: Separator }]),
    ...notes.map(noteItem),
    ...plan.files.flatMap(fileItems),
  ];
}

/** Shows a plan and asks whether it is to be carried out. The page stays open beneath the question and goes with it. */
export async function review(plan: ChangePlan, agent: string, about: ChangeAbout, pages: TextPages): Promise<boolean> {
  const text = changeDocument(plan, changedFiles(plan.files), about);
  const show = (): Promise<void> => pages.showMarkdown(l10n.t('Change to {0}', agent), text, false);
  await show();
  try {
    for (;;) {
      const answer = await pick<Answer>({
        title: about.title,
        step: 0,
        of: 0,
        placeholder: l10n.t('This is what will be changed. Press Enter to change it, or Escape to change nothing'),
        items: reviewItems(plan, agent, notesOf(plan, about.notes)),
      });
      if (answer === 'go') return true;
      if (answer === 'nothing' || answer === CANCEL || typeof answer === 'symbol') return false;
      if (answer === 'read') await show();
      else await compare(answer, pages);
    }
  } finally {
    await pages.close();
  }
}

const compare = (file: FilePlan, pages: TextPages): Promise<void> =>
  pages.compare(basename(file.path), file.before ?? '', file.after, l10n.t('{0}: now and then', basename(file.path)));
