import assert from 'node:assert/strict';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { makeStage } from '../bench/stage';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import { openWorkbench, type Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

describe('The packaged extension', function () {
  this.timeout(120_000);
  let scratch = '';
  let vsix = '';
  before(async () => {
    scratch = scratchDirectory('vsix');
    ({ vsix } = await makeStage(scratch));
  });
  after(() => rm(scratch, { recursive: true, force: true }));

  describe('in a VS Code that has nothing else', () => {
    let opened: Workbench | undefined;
    const open = (): Workbench => {
      assert.ok(opened);
      return opened;
    };
    before(async () => {
      opened = await openWorkbench({ vsix, theme: 'Light Modern' });
    });
    after(async () => opened?.close());
    recordFailures(() => [opened]);

    it('holds what a user needs, and nothing of its making', async () => {
      const folder = join(open().server.root, 'extensions');
      const [own = ''] = (await readdir(folder)).filter((name) => name.startsWith('bedrock-tally.'));
      const files = await readdir(join(folder, own), { recursive: true });
      for (const wanted of [
        'package.json',
        'package.nls.json',
        'dist/extension.js',
        'dist/simulator.js',
        'dist/webview.js',
      ])
        assert.ok(files.includes(wanted), wanted);
      const strange = files.filter(
        (name) =>
          !/^(dist|media)(\/[a-z-]+\.(js|css|svg|png))?$|^(package(\.nls)?\.json|readme\.md|changelog\.md|license\.txt|\.vsixmanifest)$/i.test(
            name,
          ),
      );
      assert.deepEqual(strange, []);
      assert.ok((await stat(vsix)).size <= 1_500_000);
    });

    it('shows sample data, from the welcome by mouse', async () => {
      const workbench = open();
      await workbench.openView('Bedrock Tally');
      await workbench.pane('Profiles').getByRole('button', { name: 'Explore Sample Data' }).click();
      await workbench.treeItem('Profiles', 'platform-jane-doe-sonnet-5');
      const message = await workbench.notification(/You are looking at sample data/);
      await message.press('Show My Usage');
      const frame = await workbench.webviewFrame('Bedrock Usage (sample data)');
      const total = frame.locator('[data-measure=total] .exact');
      await total.waitFor();
      assert.match((await total.innerText()).trim(), /^\d{1,3}(,\d{3}){2,}$/);
      await workbench.statusBarItem(/\dM tok · est\. \$[\d.]+ \(sample\)/).waitFor();
    });
  });

  describe('in a folder that nobody trusts yet', () => {
    let tally: Tally | undefined;
    let trap: Simulator | undefined;
    before(async () => {
      trap = await startSimulator({ scenario: 'company' });
      const workspace = join(scratch, 'from-the-internet');
      await mkdir(join(workspace, '.vscode'), { recursive: true });
      const settings = { profile: 'default', region: 'eu-west-1', endpoint: trap.url };
      await writeFile(
        join(workspace, '.vscode/settings.json'),
        JSON.stringify(
          Object.fromEntries(Object.entries(settings).map(([key, value]) => [`bedrockTally.aws.${key}`, value])),
        ),
      );
      tally = await openTally({
        vsix,
        workspace,
        workspaceTrust: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
        simulator: { scenario: 'company' },
      });
    });
    after(async () => {
      await tally?.close();
      await trap?.close();
    });
    recordFailures(() => [tally?.workbench]);
    const connection = async (workbench: Workbench): Promise<string | undefined> =>
      (await workbench.treeItems('Profiles'))[0]?.label;

    it('takes credentials, Region and endpoint from the user and not from the folder', async () => {
      assert.ok(tally && trap);
      const { workbench, aws } = tally;
      await workbench.page.getByText('Restricted Mode').first().waitFor();
      await workbench.openView('Bedrock Tally');
      await workbench.runCommand('Bedrock Tally: Refresh');
      await until(() => connection(workbench), 'acme-dev · us-east-1');
      await workbench.statusBarItem(/\dM tok/).waitFor();
      assert.ok(aws.calls.count('GetMetricData') > 0);
      assert.deepEqual(trap.calls.all, []);
      await workbench.screenshot('restricted-mode');
    });

    it('takes them from the user still when the folder is trusted', async () => {
      assert.ok(tally && trap);
      const { workbench, aws } = tally;
      const listed = aws.calls.count('ListInferenceProfiles');
      await workbench.runCommand('Workspaces: Manage Workspace Trust');
      await workbench.page
        .locator('.workspace-trust-editor')
        .getByRole('button', { name: 'Trust', exact: true })
        .click();
      await workbench.page.getByText('You trust this folder').first().waitFor();
      await workbench.runCommand('Bedrock Tally: Refresh');
      await until(() => Promise.resolve(aws.calls.count('ListInferenceProfiles') > listed), true);
      assert.equal(await connection(workbench), 'acme-dev · us-east-1');
      assert.deepEqual(trap.calls.all, []);
    });
  });
});
