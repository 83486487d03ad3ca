import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openWorkbench, type Workbench } from '../host/workbench';
import {
  AgentFiles,
  CLAUDE,
  claudeSettings,
  CLINE,
  CLINE_PROVIDERS,
  CONTINUE,
  deleteProfile,
  furnish,
  OPENCODE,
  openCodeSettings,
  profilesOf,
  SECRET,
} from './agents/machine';
import { CLINE_INVOKES } from './agents/clineStandIn';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const SMALL = 'platform-jane-doe-haiku-4-5';
const THEIRS = 'platform-marco-rossi-sonnet-5';

/** Fails with the rules that the page in front breaks, and where. */
async function expectAccessible({ page }: Workbench): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    .include(['iframe.webview', 'iframe#active-frame'])
    // VS Code's own preview: its document is transparent, so that no contrast can be computed, and has no landmarks.
    .disableRules(['color-contrast', 'landmark-one-main', 'region'])
    .analyze();
  assert.ok(passes.length > 5, 'the rules have been applied to something');
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

describe('The agents on a machine', () => {
  let tally: Tally | undefined;
  let files = new AgentFiles('');
  let mine = '';
  let theirs = '';
  let gone = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const workbench = (): Workbench => open().workbench;
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, theme: 'Dark Modern', files: furnish });
    const { aws } = tally;
    const profiles = await profilesOf(aws);
    [mine = '', theirs = '', gone = ''] = [MINE, THEIRS, SMALL].map((name) => profiles.get(name));
    await deleteProfile(aws, gone);
    files = new AgentFiles(tally.workbench.home);
    files.write(CLAUDE, claudeSettings(theirs));
    files.write(OPENCODE, openCodeSettings(gone));
    files.write(CONTINUE, 'models:\n  - name: [half\n');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('closes what a failed test has left open', async () => {
    await tally?.workbench.quickInput.cancel();
  });

  const section = (): Section => new Section(workbench());
  const stateOf = (agent: string): Promise<string | undefined> => section().stateOf(agent);
  const fix = (agent: string): Promise<void> => section().fix(agent);
  const clear = (): Promise<void> => section().clear();

  it('are shown with what they are set to, and whose that is', async () => {
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
    await until(() => section().states(), {
      Cline: 'untracked: system profile us.anthropic.claude-sonnet-5',
      'Claude Code': `not yours: ${THEIRS}, owner marco.rossi of platform`,
      OpenCode: `deleted profile ${gone.split('/')[1] ?? ''}`,
      Continue: 'couldn’t read settings',
    });
    await workbench().screenshot('agents-section');
  });

  it('are named before a profile that they use is deleted, and those that could not be read', async () => {
    const { quickInput } = workbench();
    await workbench().runCommand('Bedrock Tally: Delete Profile…');
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(/Other Owners’ Profiles…/);
    await until(async () => (await quickInput.items()).some(({ label }) => label.startsWith('data-')), true);
    await quickInput.type(THEIRS);
    await quickInput.pick(THEIRS);
    const dialog = await workbench().dialog();
    assert.match(dialog.detail, /Used on this machine by Claude Code,/);
    assert.match(dialog.detail, /Couldn’t be checked: Continue\./);
    await workbench().screenshot('delete-used-by-agents');
    await dialog.press('Cancel');
  });

  it('are fixed after every key was shown, changed by exactly that, and put back byte for byte', async () => {
    const { quickInput, page } = workbench();
    await fix('OpenCode');
    await quickInput.waitFor('Use in OpenCode: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor('Use in OpenCode: Where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(`Use ${MINE} in OpenCode`);
    const rows = await quickInput.items();
    await workbench().screenshot('agents-change');
    assert.match(rows[0]?.label ?? '', /Change 1 file/);
    const shown = (await page.locator('body').innerText()) + JSON.stringify(rows);
    assert.ok(!shown.includes(SECRET));
    const before = files.read(OPENCODE);
    assert.equal(before, openCodeSettings(gone), 'nothing is written before it is confirmed');
    await quickInput.accept();
    await workbench().notification(/OpenCode is set to/);
    await until(() => stateOf('OpenCode'), MINE);
    assert.match(files.read(OPENCODE), /\/\/ mine\n {2}"theme": "dark"/);
    assert.ok(files.read(OPENCODE).includes(mine));
    assert.ok(files.read(OPENCODE).includes(SECRET));
    await workbench().screenshot('agents-done');
    await (await workbench().notification(/OpenCode is set to/)).press('Undo');
    await workbench().notification(/OpenCode was restored to its previous settings/);
    assert.equal(files.read(OPENCODE), openCodeSettings(gone));
    await until(() => stateOf('OpenCode'), `deleted profile ${gone.split('/')[1] ?? ''}`);
    await clear();
  });

  it('show a drift as soon as a file changes', async () => {
    files.write(CLAUDE, claudeSettings(mine));
    await until(() => stateOf('Claude Code'), MINE);
    files.write(CLAUDE, claudeSettings(mine, 'eu-west-1'));
    await workbench().pane('Agents').getByText('wrong Region: eu-west-1, not us-east-1').waitFor();
    const tip = await workbench().tooltipOf(workbench().statusBarItem(/tok/), 'last 24 hours');
    await tip
      .getByText('Claude Code sends requests to eu-west-1, but the profile is in us-east-1, so they fail.')
      .waitFor();
    await workbench().screenshot('agents-tooltip');
    await workbench().page.mouse.move(1, 1);
  });

  it('can be read of as a page before and after', async () => {
    const { quickInput, page } = workbench();
    await fix('Claude Code');
    await quickInput.waitFor('Use in Claude Code: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor('Use in Claude Code: Where');
    await workbench().screenshot('agents-where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    await quickInput.pick('Open as Document');
    const frame = await workbench().webviewFrame('Change to Claude Code');
    await frame.getByRole('heading', { name: `Use ${MINE} in Claude Code` }).waitFor();
    await frame.getByRole('cell', { name: 'env.AWS_REGION' }).waitFor();
    await workbench().screenshot('agents-page');
    await expectAccessible(workbench());
    assert.ok(!(await frame.locator('body').innerText()).includes(SECRET));
    await workbench().runCommand('View: Close Editor');
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    await quickInput.pick('Compare settings.json');
    await page.locator('.monaco-diff-editor').waitFor();
    await workbench().screenshot('agents-compare');
    assert.ok(!(await page.locator('.monaco-diff-editor').innerText()).includes(SECRET));
    await workbench().runCommand('View: Close Editor');
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    await quickInput.accept();
    await workbench().notification(/Claude Code is set to/);
    await until(() => stateOf('Claude Code'), MINE);
    const { env } = files.json(CLAUDE) as { env: Record<string, string> };
    assert.equal(env.AWS_REGION, 'us-east-1');
    assert.equal(files.json(CLAUDE).apiKeyHelper, SECRET);
  });

  it('get one profile for each kind of work, each made once', async () => {
    const { quickInput } = workbench();
    const { calls } = open().aws;
    const made = (): number => calls.count('CreateInferenceProfile');
    for (const [count, again] of [
      [2, false],
      [2, true],
    ] as const) {
      await clear();
      await workbench().runCommand('bedrockTally.useInAgent');
      await quickInput.waitFor('Use in an Agent');
      await quickInput.pick('Claude Code');
      if (again) {
        await quickInput.waitFor('Choose a Profile');
        await quickInput.pick(MINE);
      }
      await quickInput.waitFor('Use in Claude Code: Profiles');
      await quickInput.pick(/A profile for each role/);
      await quickInput.waitFor('Use in Claude Code: Profile Set');
      const rows = await quickInput.items();
      if (!again) await workbench().screenshot('agents-set');
      assert.match(rows[0]?.label ?? '', again ? /Continue/ : /Create 2 profiles and continue/);
      await quickInput.accept();
      if (again) break;
      await quickInput.waitFor('Use in Claude Code: Where');
      await quickInput.pick(/For me, in every folder/);
      await quickInput.waitFor(/^Use platform-jane-doe-sonnet-5, .* in Claude Code/);
      await quickInput.accept();
      await workbench().notification(/Claude Code is set to/);
      assert.equal(made(), count);
    }
    await quickInput.waitFor('Use in Claude Code: Where');
    await quickInput.cancel();
    assert.equal(made(), 2);
    const profiles = await profilesOf(open().aws);
    // Of whichever is the newest model of its family today.
    const madeOf = (family: string): string | undefined =>
      [...profiles].find(([name]) => name.startsWith(`platform-jane-doe-claude-${family}-`))?.[1];
    const { env } = files.json(CLAUDE) as { env: Record<string, string> };
    assert.equal(env.ANTHROPIC_DEFAULT_SONNET_MODEL, mine);
    assert.equal(env.ANTHROPIC_DEFAULT_HAIKU_MODEL, madeOf('haiku'));
    assert.equal(env.ANTHROPIC_DEFAULT_OPUS_MODEL, madeOf('opus'));
  });

  it('are left alone where their files are broken', async () => {
    const broken = files.read(CONTINUE);
    await clear();
    await fix('Continue');
    await workbench().quickInput.waitFor('Choose a Profile');
    await workbench().quickInput.pick(MINE);
    await workbench().quickInput.waitFor('Use in Continue: Profiles');
    await workbench().quickInput.pick(`Only ${MINE}`);
    const message = await workbench().notification(/config.yaml has a syntax error/);
    assert.deepEqual(message.buttons, ['Open config.yaml']);
    assert.equal(files.read(CONTINUE), broken);
    files.write(CLINE_PROVIDERS, '{"version": 1, "providers": {"bedrock": ');
    const half = files.read(CLINE_PROVIDERS);
    await until(() => stateOf('Cline CLI'), 'couldn’t read settings');
    assert.equal(
      await stateOf('Cline'),
      'untracked: system profile us.anthropic.claude-sonnet-5',
      'it reads another file',
    );
    await clear();
    await fix('Cline');
    await workbench().quickInput.waitFor('Choose a Profile');
    await workbench().quickInput.pick(MINE);
    await workbench().quickInput.waitFor('Use in Cline: Profiles');
    await workbench().quickInput.pick(`Only ${MINE}`);
    const offer = await workbench().notification(/providers.json has a syntax error/);
    assert.deepEqual(offer.buttons, ['Open providers.json', 'Guided Steps']);
    await workbench().screenshot('agents-broken');
    await offer.press('Guided Steps');
    await workbench().webviewFrame('Use in Cline');
    assert.equal(files.read(CLINE_PROVIDERS), half);
    files.remove(CLINE_PROVIDERS);
    await workbench().runCommand('View: Close All Editors');
  });

  it('take the change up after the reload, whatever Cline writes when it ends', async () => {
    const { quickInput } = workbench();
    assert.equal(files.json('cline-started.json').actModeApiModelId, 'us.anthropic.claude-sonnet-5');
    await clear();
    await fix('Cline');
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(MINE);
    await quickInput.waitFor('Use in Cline: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor(`Use ${MINE} in Cline`);
    await workbench().screenshot('agents-cline');
    await quickInput.accept();
    const message = await workbench().notification(/Cline is set to/);
    assert.deepEqual(message.buttons, ['Reload Window', 'Undo']);
    assert.equal(files.json(CLINE).actModeApiModelId, mine);
    await until(() => stateOf('Cline'), `waiting for reload: ${MINE}`);
    assert.equal(files.json(CLINE_INVOKES).model, 'us.anthropic.claude-sonnet-5', 'in this window it still does');
    await workbench().screenshot('agents-cline-waiting');
    await workbench().reload();
    await workbench().notification(/Cline now uses (?!its previous settings)/);
    assert.deepEqual(files.json(CLINE_INVOKES), { provider: 'bedrock', model: mine, region: 'us-east-1' });
    const state = files.json(CLINE);
    assert.equal(files.json('cline-started.json').actModeApiModelId, mine, 'Cline started with the profile');
    assert.equal(state.actModeApiModelId, mine);
    assert.equal(state.awsProfile, 'acme-dev');
    assert.equal(state.taskHistory, 7, 'what Cline wrote when it ended is kept');
    assert.equal(state.openAiApiKey, SECRET);
    await until(() => stateOf('Cline'), MINE);
  });

  it('show the last change as it was made', async () => {
    await (await section().rowOf('Cline')).click({ button: 'right' });
    await section().chooseInMenu('Show Change to Agent');
    const frame = await workbench().webviewFrame('Last change to Cline');
    await frame.getByRole('heading', { name: `Cline was set to ${MINE}` }).waitFor();
    const heads = await frame.locator('table').first().locator('th').allInnerTexts();
    assert.deepEqual(heads, ['Key', 'Before', 'After']);
    assert.match(await frame.locator('body').innerText(), /This file was created\./);
    await workbench().screenshot('agents-last-change');
    await workbench().runCommand('View: Close Editor');
  });

  it('are set as before when the change is undone later', async () => {
    await clear();
    await (await section().rowOf('Cline')).click({ button: 'right' });
    await section().chooseInMenu('Undo Change to Agent…');
    const dialog = await workbench().dialog();
    assert.match(dialog.text, /Undo the change to Cline of/);
    await dialog.press('Undo');
    await workbench().notification(/Cline was restored to its previous settings. Reload the window to apply/);
    await workbench().reload();
    await workbench().notification(/Cline now uses its previous settings/);
    assert.equal(files.json('cline-started.json').actModeApiModelId, 'us.anthropic.claude-sonnet-5');
    assert.equal(files.json(CLINE).actModeApiModelId, 'us.anthropic.claude-sonnet-5');
    await until(() => stateOf('Cline'), 'untracked: system profile us.anthropic.claude-sonnet-5');
  });
});

describe('The agents of the sample data', () => {
  let opened: Workbench | undefined;
  const workbench = (): Workbench => {
    assert.ok(opened);
    return opened;
  };
  before(async () => {
    opened = await openWorkbench({
      env: { BEDROCK_TALLY_SAMPLE: '1' },
      theme: 'Light Modern',
      prepare: ({ home }) => furnish(home),
    });
    await opened.notification(/This is sample data: a simulated company/);
    await opened.runCommand('Notifications: Clear All Notifications');
  });
  after(async () => opened?.close());
  recordFailures(() => [opened]);

  it('are made up, and can be set without touching any of mine', async () => {
    const { quickInput } = workbench();
    const files = new AgentFiles(workbench().home);
    const before = files.read(CLINE);
    const states = async (): Promise<readonly (readonly string[])[]> =>
      (await workbench().treeItems('Agents')).map(({ label, description }) => [label, description]);
    await until(states, [
      ['Cline', 'untracked: system profile us.anthropic.claude-sonnet-5'],
      ['Claude Code', MINE],
      ['OpenCode', `not yours: ${THEIRS}, owner marco.rossi of platform`],
    ]);
    await workbench().screenshot('agents-sample-light');
    await workbench().runCommand('Bedrock Tally: Use in an Agent…');
    await quickInput.waitFor('Use in an Agent');
    await quickInput.pick('Cline');
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(MINE);
    await quickInput.waitFor('Use in Cline: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor(`Use ${MINE} in Cline`);
    await quickInput.pick('Open as Document');
    const frame = await workbench().webviewFrame('Change to Cline');
    await frame.getByText('your files aren’t changed').waitFor();
    await workbench().screenshot('agents-page-light');
    await expectAccessible(workbench());
    await workbench().runCommand('View: Close Editor');
    await quickInput.waitFor(`Use ${MINE} in Cline`);
    await workbench().screenshot('agents-change-light');
    await quickInput.accept();
    const message = await workbench().notification(/Cline is set to/);
    assert.deepEqual(message.buttons, ['Undo']);
    assert.equal(files.read(CLINE), before);
    await until(async () => (await states())[0], ['Cline', MINE]);
  });
});
