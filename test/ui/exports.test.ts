import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SyntaxValidator } from 'fast-xml-validator';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openWorkbench, type Workbench } from '../host/workbench';
import { until } from './tally';

/** Save dialogs that a test can type into. */
const SETTINGS = { 'files.simpleDialog.enable': true };

/** Where nobody may write, the administrator included. */
const UNWRITABLE = process.platform === 'darwin' ? '/System/table.json' : '/sys/table.json';

describe('What leaves the page', () => {
  let opened: Workbench | undefined;
  const open = (): Workbench => {
    assert.ok(opened);
    return opened;
  };
  before(async () => {
    opened = await openWorkbench({ env: { BEDROCK_TALLY_SAMPLE: '1' }, settings: SETTINGS });
    await opened.statusBarItem(/ tok|\$/).waitFor();
  });
  after(async () => opened?.close());
  recordFailures(() => [opened]);

  /** Opens the usage page and asks for a form of its table. */
  async function exportAs(form: string): Promise<void> {
    const workbench = open();
    await workbench.runCommand('bedrockTally.openUsage');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.getByRole('button', { name: 'Export Table…' }).first().click();
    await workbench.quickInput.waitFor('Export Table');
    await workbench.quickInput.pick(form);
  }

  /** Waits until the dialog of files shows a folder: until then it does not take Enter. */
  async function untilListed(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.map(({ name }) => name);
    const isEmpty = !entries.some((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    await until(async () => {
      const labels = (await open().quickInput.items()).map(({ label }) => label).filter((label) => label !== '..');
      return (isEmpty || labels.length > 0) && labels.every((label) => names.includes(label));
    }, true);
  }

  /** Accepts the path that the dialog of files offers, or another one. Answers the path. */
  async function acceptPath(title: string, other?: string): Promise<string> {
    const { quickInput } = open();
    await quickInput.waitFor(title);
    await until(async () => (await quickInput.value()).startsWith('/'), true);
    await quickInput.items(); // before the folder is listed, the dialog sets its path itself
    if (other !== undefined) {
      await quickInput.type(other);
      await untilListed(other.endsWith('/') ? other : dirname(other));
      assert.equal(await quickInput.value(), other);
    }
    const path = await quickInput.value();
    await quickInput.accept();
    return path;
  }

  it('is a table as a CSV file in the workspace, which reads back, and opens', async () => {
    const workbench = open();
    await exportAs('CSV File');
    const path = await acceptPath('Export Table');
    const said = await workbench.notification('The table was saved to');
    assert.ok(path.startsWith(workbench.workspace) && path.endsWith('.csv'), path);
    const [heading, ...rows] = parse(await readFile(path, 'utf8'), { bom: true });
    assert.ok(heading?.includes('Estimate (USD)') === true);
    const end = rows.findLastIndex((row) => row.every((cell) => cell === ''));
    assert.ok(end > 0, 'there are rows, and below them what they are about');
    const column = heading.indexOf('Estimate (USD)');
    for (const row of rows.slice(0, end)) assert.match(row[column] ?? '', /^(\d+(\.\d+)?)?$/);
    assert.ok(rows.slice(end).some(([note]) => note?.startsWith('Sample data') === true));
    await said.press('Open');
    await workbench.page.locator('.tabs-container .tab', { hasText: '.csv' }).waitFor();
  });

  it('is a table as Markdown in the clipboard', async () => {
    const workbench = open();
    await exportAs('Copy as Markdown');
    await until(async () => /^## .+\n\n\| .+ \|\n\| :---/.test(await workbench.clipboardText()), true);
  });

  it('is nothing after Escape, at either step', async () => {
    const workbench = open();
    const files = await readdir(workbench.workspace);
    await exportAs('JSON File');
    await workbench.quickInput.waitFor('Export Table');
    await until(async () => (await workbench.quickInput.value()).startsWith('/'), true);
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitForClosed();
    assert.deepEqual(await readdir(workbench.workspace), files);
    assert.deepEqual(
      (await workbench.notifications()).filter(({ text }) => text.includes('could not')),
      [],
    );
  });

  it('says why it could not be written, and lets another place be chosen', async () => {
    const workbench = open();
    const folder = join(workbench.workspace, 'table.json');
    await exportAs('JSON File');
    await acceptPath('Export Table', UNWRITABLE);
    const problem = await workbench.notification('Couldn’t write');
    assert.match(problem.text, /you don’t have permission to write there/);
    await problem.press('Choose Another Location');
    await acceptPath('Export Table', folder);
    await workbench.notification('The table was saved to');
    const read = JSON.parse(await readFile(folder, 'utf8')) as { columns: { id: string }[]; rows: object[] };
    const ids = read.columns.map(({ id }) => id);
    assert.ok(read.rows.length > 0);
    for (const row of read.rows) assert.deepEqual(Object.keys(row), ids);
  });

  /** Runs the command up to the folder. */
  async function reportInto(folder: string): Promise<void> {
    const workbench = open();
    await workbench.runCommand('bedrockTally.exportReport');
    await workbench.quickInput.waitFor('Month');
    assert.match(await workbench.quickInput.placeholder(), /metrics \(<?\$/);
    const months = await workbench.quickInput.items();
    assert.match(months[0]?.description ?? '', /Month to date/);
    await workbench.quickInput.pick(months[1]?.label ?? '');
    await acceptPath('Folder', folder);
  }

  it('is a month’s report in a folder of its own, with its pictures', async () => {
    const workbench = open();
    await reportInto(`${workbench.workspace}/`);
    const said = await workbench.notification('The report for');
    const name = (await readdir(workbench.workspace)).find((entry) => entry.startsWith('bedrock-usage-'));
    assert.ok(name);
    const folder = join(workbench.workspace, name);
    assert.deepEqual((await readdir(folder)).sort(), ['by-day.svg', 'by-model.svg', 'report.md']);
    for (const picture of ['by-day.svg', 'by-model.svg'])
      assert.equal(SyntaxValidator.validate(await readFile(join(folder, picture), 'utf8')), true);
    const markdown = await readFile(join(folder, 'report.md'), 'utf8');
    for (const heading of [
      'Summary',
      'By team',
      'By member',
      'By model and inference type',
      'By profile',
      'About these numbers',
    ])
      assert.ok(markdown.includes(`\n## ${heading}`), heading);
    assert.match(markdown, /Sample data: this usage is simulated/);
    await said.press('Open');
    const preview = await workbench.webviewFrame('report.md');
    await preview.getByRole('heading', { name: 'About these numbers' }).waitFor();
    const widths = '[...document.images].map((image) => image.naturalWidth)';
    await until(() => preview.evaluate<number[]>(widths), [800, 800]);
    await workbench.screenshot('report');
  });

  it('replaces no report without asking', async () => {
    const workbench = open();
    await reportInto(`${workbench.workspace}/`);
    const asked = await workbench.dialog();
    assert.match(asked.text, /A folder “bedrock-usage-.*” already exists/);
    await asked.press('Keep Both');
    await workbench.notification(/The report for .*-2\./);
    assert.equal((await readdir(workbench.workspace)).filter((entry) => entry.startsWith('bedrock-usage-')).length, 2);
  });
});
