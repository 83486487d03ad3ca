/**
 * Every sentence can be translated: in a made-up language that puts each between brackets, nothing that people read
 * stands outside of them.
 */

import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { modelName } from '../../src/core/profiles/models';
import { MODELS } from '../../src/simulator/catalog/models';
import { company } from '../../src/simulator/scenarios/company';
import { recordFailures } from '../host/evidence';
import { repository, scratchDirectory } from '../host/paths';
import { openWorkbench, type Workbench } from '../host/workbench';
import { textInFront } from './company';
import { until } from './tally';

/** VS Code's own name for a pseudo-locale. */
const LANGUAGE = 'qps-ploc';

/** `Refresh` → `⟦Refresh⟧`; a link keeps its target. */
const pseudo = (sentence: string): string => (sentence.trim() === '' ? sentence : `⟦${sentence}⟧`);

/** Each line by itself: a line of a welcome view is a paragraph or a button. */
const pseudoLines = (text: string): string => text.split('\n').map(pseudoLink).join('\n');
const pseudoLink = (line: string): string =>
  line.replace(/^\[(.*)\](\(.*\))$/, '[⟦$1⟧]$2').replace(/^(?!\[⟦)(.+)$/, '⟦$1⟧');

/** A copy of the built extension whose sentences are all in the pseudo-locale. */
async function stage(): Promise<string> {
  const folder = join(scratchDirectory('pseudo-locale'), 'extension');
  await mkdir(join(folder, 'l10n'), { recursive: true });
  // Copies: a module's real path says which extension it belongs to.
  for (const name of ['dist', 'media', 'package.json'])
    await cp(join(repository, name), join(folder, name), { recursive: true });
  const translate = async (from: string, to: string, by: (text: string) => string): Promise<void> => {
    const bundle = JSON.parse(await readFile(join(repository, from), 'utf8')) as Record<string, string>;
    const translated = Object.entries(bundle).map(([key, text]) => [key, by(text)]);
    await writeFile(join(folder, to), JSON.stringify(Object.fromEntries(translated)));
  };
  await translate('package.nls.json', 'package.nls.json', pseudoLines);
  await translate('l10n/bundle.l10n.json', `l10n/bundle.l10n.${LANGUAGE}.json`, pseudo);
  return folder;
}

/** Words of a text; the generated ids of profiles are none. */
const wordsOf = (text: string): string[] => text.replace(/\b(?=[a-z]*\d)[a-z\d]{12}\b/g, '').match(/\p{L}{3,}/gu) ?? [];

/** Words that are data, names of products, or written by the reader's locale. */
const DATA = new Set(
  [
    JSON.stringify(company),
    ...MODELS.map((model) => `${JSON.stringify(model)} ${modelName(model.id)}`),
    ...Array.from({ length: 12 }, (_, month) =>
      ['short', 'long'].map((form) =>
        new Date(2026, month, 1 + month).toLocaleString('en-US', {
          month: form,
          weekday: form,
        } as Intl.DateTimeFormatOptions),
      ),
    ).flat(),
    'Claude Code OpenCode Kilo Continue Aider Zoo CLI AWS Amazon Bedrock Tally CloudWatch Cost Explorer Cline USD UTC ARN GMT Region arn aws bedrock application inference profile',
    'global geographic Anthropic Claude Sonnet Opus Haiku sample',
    // Of a policy's session names, and of a diagnosis: programs, systems and the Regions' names.
    'userid code server Node linux darwin East West North Virginia',
  ].flatMap(wordsOf),
);

/** The words of a text that stand outside of all brackets and are not data. */
function untranslated(text: string): string[] {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return wordsOf(rest).filter((word) => !DATA.has(word));
}

/** Everything that a page shows or reads out; a sentence with marked words in it as a whole. */
const textsOf = async (frame: Frame): Promise<string[]> =>
  frame.evaluate<string[]>(`(() => {
    const isWhole = (text) => text.split('⟦').length === text.split('⟧').length;
    const shown = (node) => {
      for (let part = node; part !== document.body; part = part.parentNode) if (isWhole(part.textContent)) return part.textContent;
      return node.textContent;
    };
    return [...document.body.querySelectorAll('*')].flatMap((element) => [
      ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && element.checkVisibility()).map(shown),
    ]).filter((text) => text.trim() !== '');
  })()`);

describe('In a pseudo-locale', () => {
  let opened: Workbench | undefined;
  let folder = '';
  const open = (): Workbench => {
    assert.ok(opened);
    return opened;
  };
  before(async () => {
    folder = await stage();
    opened = await openWorkbench({
      extensionPath: folder,
      language: LANGUAGE,
      env: { BEDROCK_TALLY_SAMPLE: '1' },
      settings: { 'files.simpleDialog.enable': true },
    });
    await opened.statusBarItem(/⟦.*(\d|\$)/).waitFor();
  });
  after(async () => {
    await opened?.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });
  recordFailures(() => [opened]);

  function holds(texts: readonly string[]): void {
    assert.ok(
      texts.some((text) => text.includes('⟦')),
      `something is translated: ${texts.slice(0, 5).join(' | ')}`,
    );
    const missed = texts.filter((text) => untranslated(text).length > 0);
    assert.equal(missed.slice(0, 40).join('\n'), '');
  }

  it('the status bar and the trees are translated', async () => {
    const workbench = open();
    const item = workbench.statusBarItem(/⟦.*(\d|\$)/).locator('a');
    holds([(await item.getAttribute('aria-label')) ?? '']);
    for (const view of ['⟦Profiles⟧', '⟦Agents⟧']) {
      const rows = async (): Promise<string[]> =>
        (await workbench.treeItems(view)).flatMap(({ label, description }) => [label, description]);
      await until(async () => (await rows()).some((text) => text.includes('⟦')), true);
      holds(await rows());
    }
  });

  it('the usage page is translated in each of its views', async () => {
    const workbench = open();
    await workbench.runCommand('bedrockTally.openUsage');
    const frame = await workbench.webviewFrame('⟦');
    await frame.locator('#app table').first().waitFor();
    const tabs = frame.locator('#app [role=tablist]').first().getByRole('tab');
    const count = await tabs.count();
    assert.ok(count >= 3, `${count} views`);
    for (let index = 0; index < count; index += 1) {
      await tabs.nth(index).click();
      await until(() => tabs.nth(index).getAttribute('aria-selected'), 'true');
      holds(await textsOf(frame));
    }
  });

  it('the wizard is translated', async () => {
    const workbench = open();
    const { quickInput } = workbench;
    await workbench.runCommand('bedrockTally.createProfile');
    for (let step = 1; step <= 5; step += 1) {
      await quickInput.waitFor(new RegExp(`\\(${step}/`));
      // The member's name is typed; every other step is a list, and takes Enter when its rows are there.
      const rows = step === 3 ? [] : await quickInput.items();
      holds([
        await quickInput.title(),
        await quickInput.placeholder(),
        // What VS Code itself adds to a prompt is not ours.
        (await quickInput.message()).replace(/ \(Press 'Enter'.*\)$/, ''),
        ...rows.flatMap(({ label, description, detail, separator }) => [label, description, detail, separator]),
      ]);
      if (step < 5) await quickInput.accept();
    }
    await quickInput.cancel();
    await quickInput.waitForClosed();
  });

  it('a notification and the monthly report are translated', async () => {
    const workbench = open();
    const { quickInput } = workbench;
    await workbench.runCommand('bedrockTally.exportReport');
    await quickInput.waitFor('⟦');
    const [, month] = await quickInput.items();
    await quickInput.pick(month?.label ?? '');
    await until(async () => (await quickInput.isOpen()) && (await quickInput.value()).startsWith('/'), true);
    await quickInput.accept();
    const notification = await workbench.notification('bedrock-usage-');
    holds([notification.text, ...notification.buttons]);
    const name = (await readdir(workbench.workspace)).find((entry) => entry.startsWith('bedrock-usage-'));
    assert.ok(name);
    const report = await readFile(join(workbench.workspace, name, 'report.md'), 'utf8');
    const lines = report.split('\n').flatMap((line) => (line.startsWith('|') ? line.split('|') : [line]));
    holds(lines.filter((line) => !/^[\s|:-]*$/.test(line)).map((line) => line.replace(/\]\([^)]*\)/g, ']')));
  });

  /** Takes steps as they are offered, and checks what each shows. */
  const holdsSteps = async (...steps: readonly ('list' | 'text')[]): Promise<void> => {
    const { quickInput } = open();
    let before = '';
    for (const [index, kind] of steps.entries()) {
      await until(async () => (await quickInput.isOpen()) && ![before, ''].includes(await quickInput.title()), true);
      before = await quickInput.title();
      const rows = kind === 'list' ? await quickInput.items() : [];
      holds([
        before,
        await quickInput.placeholder(),
        (await quickInput.message()).replace(/ \(Press 'Enter'.*\)$/, ''),
        ...rows.flatMap(({ label, description, detail, separator }) => [label, description, detail, separator]),
      ]);
      if (index < steps.length - 1) await quickInput.accept();
    }
    await quickInput.cancel();
    await quickInput.waitForClosed();
  };

  it('the questions of budgets, alerts and policies are translated', async () => {
    const workbench = open();
    await workbench.runCommand('bedrockTally.setBudget');
    await holdsSteps('list', 'list', 'text');
    await workbench.runCommand('bedrockTally.manageAlerts');
    await holdsSteps('list');
    await workbench.runCommand('bedrockTally.showPolicies');
    await holdsSteps('list', 'list', 'list');
  });

  it('the questions of dialogs are translated', async () => {
    const workbench = open();
    await workbench.runCommand('bedrockTally.verifyProfile');
    await workbench.quickInput.waitFor('⟦');
    await workbench.quickInput.items();
    await workbench.quickInput.accept();
    const dialog = await workbench.dialog();
    // VS Code adds its own button, in its own language.
    holds([dialog.text, dialog.detail, ...dialog.buttons.filter((button) => button !== 'Cancel')]);
    await dialog.press('Cancel');
  });

  it('the report of a diagnosis is translated', async () => {
    const workbench = open();
    await workbench.runCommand('bedrockTally.diagnose');
    await workbench.quickInput.waitFor('⟦');
    await workbench.quickInput.items();
    await workbench.quickInput.accept();
    await workbench.notification('The report is ready');
    const report = await textInFront(workbench);
    holds(report.split('\n').filter((line) => line.trim() !== ''));
  });
});
