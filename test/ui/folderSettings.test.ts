import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { SETTINGS_SECTION, SETTINGS, type Settings } from '../../src/manifest';
import { SETTING_RULES } from '../../src/ui/settings/settingRules';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import type { Workbench } from '../host/workbench';
import { installProbe, probed } from './folder/install';
import { rowsFor } from './folder/rows';
import { openTally, until, writeAwsFiles, type Tally } from './tally';

const KEYS = Object.keys(SETTINGS) as (keyof Settings)[];
const OF_THE_MACHINE = KEYS.filter((key) => key.startsWith('aws.'));
const OF_THE_USER = KEYS.filter((key) => !key.startsWith('aws.'));

describe('The settings of a folder from the internet', () => {
  const scratch = scratchDirectory('folder-settings');
  const workspace = join(scratch, 'from-the-internet');
  const probe = join(scratch, 'probe.json');
  let tally: Tally | undefined;
  let trap: Simulator | undefined;
  let rows: ReturnType<typeof rowsFor> | undefined;
  const open = (): { readonly tally: Tally; readonly trap: Simulator; readonly rows: ReturnType<typeof rowsFor> } => {
    assert.ok(tally && trap && rows);
    return { tally, trap, rows };
  };
  const workbench = (): Workbench => open().tally.workbench;

  before(async () => {
    trap = await startSimulator({ scenario: 'company' });
    const aws = await startSimulator({ scenario: 'company', metricDelayMs: 0, newProfilesGetTraffic: false });
    const table = (rows = rowsFor(aws.url, trap.url));
    const pick = (keys: readonly (keyof Settings)[], of: 'user' | 'folder'): Record<string, unknown> =>
      Object.fromEntries(keys.map((key) => [`${SETTINGS_SECTION}.${key}`, table[key][of]]));
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    mkdirSync(join(workspace, '.git'), { recursive: true });
    writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(pick(KEYS, 'folder')));
    writeFileSync(join(workspace, '.git/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(workspace, '.git/config'), '[user]\n\tname = marco.rossi\n\temail = marco.rossi@acme.example\n');
    tally = await openTally({
      aws,
      workspace,
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never', ...pick(OF_THE_USER, 'user') },
      machineSettings: pick(OF_THE_MACHINE, 'user'),
      env: { BEDROCK_TALLY_PROBE: probe },
      files: async (home) => {
        await writeAwsFiles(home);
        await installProbe(dirname(home));
      },
    });
    await tally.spendDollars();
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
  });
  after(async () => {
    await tally?.close();
    await trap?.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  recordFailures(() => [tally?.workbench]);

  /** By the button of the usage page. */
  const refresh = async (): Promise<void> => {
    const { aws } = open().tally;
    const before = aws.calls.count('GetMetricData');
    const frame = await workbench().webviewFrame('Bedrock Usage');
    await frame.getByRole('button', { name: 'Refresh', exact: true }).click();
    await until(() => Promise.resolve(aws.calls.count('GetMetricData') > before), true);
  };
  const labels = async (): Promise<readonly string[]> =>
    (await workbench().treeItems('Profiles')).map(({ label }) => label);
  /**
   * Asks for nothing of Cost Explorer, for the Price List once for the profiles and once for what the page offers
   * beside them, and for nothing at all of the folder's endpoint.
   */
  const asksForNoMore = (): void => {
    const { aws } = open().tally;
    const index = aws.calls
      .select({ operation: 'BulkFile' })
      .filter(({ parameters }) => String(parameters.path).includes('/AmazonBedrock/current/'));
    assert.ok(index.length <= 2, `${index.length} looks at the Price List`);
    assert.equal(aws.calls.count({ service: 'cost-explorer' }), 0);
    assert.deepEqual(open().trap.calls.all, []);
  };

  describe('while nobody trusts it', () => {
    before(() => workbench().page.getByText('Restricted Mode').first().waitFor());

    for (const key of KEYS) {
      const { folder, why } = SETTING_RULES[key];
      const taken = folder === 'always';
      it(`${key} is ${taken ? '' : 'not '}taken from it: ${why}`, async () => {
        const answer = await probed(probe);
        const row = open().rows[key];
        assert.equal(answer?.isTrusted, false);
        assert.deepEqual(answer.settings[key], taken ? row.folder : row.user);
      });
    }

    it('show whose profiles are mine, under which connection, and what they cost, as the user set it', async () => {
      await workbench().treeItem('Profiles', 'platform-jane-doe-sonnet-5');
      await until(async () => (await labels())[0], 'acme-dev · us-east-1');
      const item = workbench().page.locator('.statusbar-item a[aria-label^="Bedrock Tally"]');
      // It costs something, and the user's budget of $1 is spent.
      await until(async () => /My budget: .* of \$1\.00/.test((await item.getAttribute('aria-label')) ?? ''), true);
      await until(async () => /est\. \$[1-9]/.test(await item.innerText()), true);
      await workbench().screenshot('folder-settings-restricted');
    });

    it('forbid what the user forbids', async () => {
      const { quickInput } = workbench();
      await workbench().runCommand('Bedrock Tally: Create My Profile…');
      await quickInput.waitFor('Model');
      const global = (await quickInput.items()).find(({ description }) => description.includes('Global'));
      assert.match(global?.description ?? '', /blocked/);
      await quickInput.cancel();
    });

    it('cause no call that would not be made without them', async () => {
      await workbench().runCommand('Bedrock Tally: Show My Usage');
      const frame = await workbench().webviewFrame('Bedrock Usage');
      await frame.locator('[data-measure=total] .exact').waitFor();
      const { aws } = open().tally;
      await until(() => Promise.resolve(aws.calls.count('BulkFile') > 0), true);
      for (let round = 0; round < 5; round += 1) await refresh();
      asksForNoMore();
    });
  });

  describe('once it is trusted', () => {
    before(async () => {
      await workbench().runCommand('Workspaces: Manage Workspace Trust');
      const editor = workbench().page.locator('.workspace-trust-editor');
      await editor.getByRole('button', { name: 'Trust', exact: true }).click();
      await until(async () => (await probed(probe))?.isTrusted, true);
    });

    for (const key of KEYS) {
      const { folder } = SETTING_RULES[key];
      const words = { never: 'is still not taken from it', stricter: 'is made stricter by it' } as const;
      it(`${key} ${folder === 'never' || folder === 'stricter' ? words[folder] : 'is taken from it'}`, async () => {
        await until(async () => (await probed(probe))?.settings[key], open().rows[key].trusted);
      });
    }

    it('leave connection and calls as the user set them', async () => {
      const { aws } = open().tally;
      const before = aws.calls.count('GetCallerIdentity');
      await workbench().runCommand('Bedrock Tally: Refresh');
      await until(() => Promise.resolve(aws.calls.count('GetCallerIdentity') > before), true);
      assert.equal((await labels())[0], 'acme-dev · us-east-1');
      asksForNoMore();
    });
  });
});
