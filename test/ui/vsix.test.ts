import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { packageCheckout } from '../bench/packaged';
import { MOST_OF_PACKAGE, packageContent } from '../bench/vsix';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import { openWorkbench, type Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

/** What a library says of itself. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

describe('The packaged extension', function () {
  this.timeout(120_000);
  let scratch = '';
  let vsix = '';
  let root = '';
  before(async () => {
    scratch = scratchDirectory('vsix');
    ({ vsix, root } = await packageCheckout(scratch));
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
        /^package\.json$/,
        /^package\.nls\.json$/,
        /^dist.extension\.mjs$/,
        /^dist.simulator-\w+\.mjs$/,
        /^dist.uninstall\.js$/,
        /^dist.webview\.js$/,
        /^dist.ThirdPartyNotices\.txt$/,
      ])
        assert.equal(files.filter((name) => wanted.test(name)).length, 1, String(wanted));
      const { unwanted, code, pictures } = await packageContent(vsix);
      assert.deepEqual(unwanted, []);
      assert.ok(code <= MOST_OF_PACKAGE.code, `${String(code)} bytes`);
      assert.ok(pictures <= MOST_OF_PACKAGE.pictures, `${String(pictures)} bytes of pictures`);
    });

    it('names each library that is bundled, with a licence that lets us ship it and its text', async () => {
      const notices = await readFile(join(root, 'dist/ThirdPartyNotices.txt'), 'utf8');
      const { outputs } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as Metafile;
      const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
      const folders = inputs.flatMap(([path, { bytesInOutput }]) => {
        const [folder] = /.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path) ?? [];
        return folder === undefined || bytesInOutput === 0 ? [] : [folder];
      });
      const bundled = new Set([...folders, 'node_modules/@pydantic/genai-prices']);
      for (const known of ['@aws-sdk/client-bedrock', 'lit-html', 'valibot', 'yaml'])
        assert.ok(
          [...bundled].some((folder) => folder.endsWith(`node_modules/${known}`)),
          known,
        );
      for (const folder of bundled) {
        const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Manifest;
        const { name, version, license } = manifest;
        assert.ok(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'].includes(license), name);
        assert.ok(notices.includes(`\n${name} ${version} (${license})\n`), name);
        const [file] = (await readdir(join(root, folder))).filter((each) => /^licen[cs]e/i.test(each));
        if (file === undefined) assert.equal(license, 'Apache-2.0', `${name} has no text of its own`);
        else
          assert.ok(
            notices.includes((await readFile(join(root, folder, file), 'utf8')).replaceAll('\r\n', '\n').trim()),
            name,
          );
      }
      assert.match(notices, /Apache License\s+Version 2\.0, January 2004/);
    });

    it('shows sample data, from the welcome by mouse', async () => {
      const workbench = open();
      await workbench.openView('Bedrock Tally');
      await workbench.pane('Profiles').getByRole('button', { name: 'Explore Sample Data' }).click();
      await workbench.treeItem('Profiles', 'platform-jane-doe-sonnet-5');
      const message = await workbench.notification(/This is sample data: a simulated company/);
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
