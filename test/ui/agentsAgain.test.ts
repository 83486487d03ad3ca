import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, CLINE, furnishWithZoo, profilesOf, ZOO_MODE, ZOO_TOLD } from './agents/machine';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const SMALL = 'platform-jane-doe-haiku-4-5';

describe('An agent that does not simply take a profile', () => {
  let tally: Tally | undefined;
  let files = new AgentFiles('');
  let mine = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const workbench = (): Workbench => open().workbench;
  const section = (): Section => new Section(workbench());
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, theme: 'Light Modern', files: furnishWithZoo });
    mine = (await profilesOf(tally.aws)).get(MINE) ?? '';
    files = new AgentFiles(tally.workbench.home);
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('closes what a failed test has left open', async () => {
    await tally?.workbench.quickInput.cancel();
  });

  /** From an agent's row to the question that shows the change. */
  async function begin(agent: string): Promise<void> {
    const { quickInput } = workbench();
    await section().clear();
    await section().fix(agent);
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(MINE);
    if (agent !== 'Zoo Code') {
      await quickInput.waitFor(`Use in ${agent}: Profiles`);
      await quickInput.pick(`Only ${MINE}`);
    }
    if (agent === 'Claude Code') {
      await quickInput.waitFor(`Use in ${agent}: Where`);
      await quickInput.pick(/For me, in every folder/);
    }
    await quickInput.waitFor(`Use ${MINE} in ${agent}`);
  }

  const told = (): readonly (readonly unknown[])[] =>
    files
      .read(ZOO_TOLD)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as readonly unknown[]);

  it('is begun from the row of a profile, which is then the one', async () => {
    const { quickInput } = workbench();
    files.write(CLAUDE, { env: { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'us-east-1' }, model: 'sonnet' });
    await until(() => section().stateOf('Claude Code'), 'untracked: model sonnet');
    // The newest models' prices come from AWS's list; the rows change once more with it, and a menu loses its row.
    const rows = () => workbench().treeItems('Profiles');
    await until(
      async () => ((await rows()).find(({ label }) => label === 'data')?.description ?? '').startsWith('est. $'),
      true,
    );
    await (await workbench().treeItem('Profiles', SMALL)).click({ button: 'right' });
    await section().chooseInMenu('Use in an Agent…');
    await quickInput.waitFor(`Use ${SMALL} in an Agent`);
    await workbench().screenshot('agents-from-profile');
    await quickInput.pick('Claude Code');
    await quickInput.waitFor('Use in Claude Code: Profiles');
    await quickInput.pick(`Only ${SMALL}`);
    await quickInput.waitFor('Use in Claude Code: Where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(`Use ${SMALL} in Claude Code`);
    await quickInput.accept();
    await workbench().notification(/Claude Code is set to/);
    await until(() => section().stateOf('Claude Code'), SMALL);
  });

  it('is told to go past it as long as a nearer file wins, and not any longer', async () => {
    const { quickInput, workspace } = workbench();
    const nearer = join(workspace, '.claude/settings.local.json');
    await mkdir(dirname(nearer), { recursive: true });
    await writeFile(nearer, JSON.stringify({ model: 'us.anthropic.claude-sonnet-4-6' }));
    await until(() => section().stateOf('Claude Code'), 'untracked: system profile us.anthropic.claude-sonnet-4-6');
    await begin('Claude Code');
    const rows = await quickInput.items();
    assert.ok(
      rows.some(
        ({ label, detail }) => label === 'Overridden by another file' && detail.includes('settings.local.json'),
      ),
    );
    await quickInput.accept();
    const message = await workbench().notification(
      /still uses another model\. .*settings\.local\.json takes precedence/,
    );
    assert.deepEqual(message.buttons, ['Open settings.local.json', 'Undo']);
    await workbench().screenshot('agents-file-wins');
    await rm(nearer);
    await until(() => section().stateOf('Claude Code'), MINE);
  });

  it('is handed it through its extension, and takes up its own again', async () => {
    assert.equal(await section().stateOf('Zoo Code'), 'unknown');
    await begin('Zoo Code');
    const { quickInput } = workbench();
    await workbench().screenshot('agents-zoo');
    // They stand below the notes, out of sight.
    await quickInput.type('aws');
    const shown = async () =>
      (await quickInput.items())
        .filter(({ label }) => label.startsWith('aws'))
        .map(({ label, description }) => `${label} ${description}`)
        .toSorted();
    await until(shown, [
      'awsBedrockEndpointEnabled false',
      `awsCustomArn ${mine}`,
      'awsModelContextWindow 200000',
      'awsProfile acme-dev',
      'awsRegion us-east-1',
      'awsUseApiKey false',
      'awsUseCrossRegionInference false',
      'awsUseProfile true',
    ]);
    await quickInput.type('');
    await until(async () => (await quickInput.items()).some(({ label }) => label.startsWith('Apply in')), true);
    await workbench().quickInput.accept();
    const message = await workbench().notification(`Zoo Code is set to ${MINE}.`);
    const [[method, name, settings, activate] = []] = told();
    assert.deepEqual([method, name, activate], ['upsertProfile', 'Bedrock profile', true]);
    assert.equal((settings as Record<string, unknown>).awsCustomArn, mine);
    await message.press('Undo');
    await workbench().notification('Zoo Code was restored to its previous settings.');
    assert.deepEqual(told().at(-1), ['setActiveProfile', 'default']);
  });

  for (const [mode, sentence] of [
    ['silent', /didn’t confirm that it now uses/],
    ['throws', /rejected the settings\. Enter them manually/],
    ['missing', /doesn’t support being set up by other extensions/],
  ] as const) {
    it(`is told of with the steps by hand, where its extension is ${mode}`, async () => {
      files.write(ZOO_MODE, mode);
      await begin('Zoo Code');
      await workbench().quickInput.accept();
      const message = await workbench().notification(sentence);
      assert.deepEqual(message.buttons, ['Guided Steps']);
      await message.press('Guided Steps');
      const frame = await workbench().webviewFrame('Set Up Zoo Code Manually');
      await frame.getByRole('cell', { name: mine }).waitFor();
      await frame.getByRole('cell', { name: 'us-east-1', exact: true }).waitFor();
      await workbench().screenshot(`agents-zoo-${mode}`);
      await workbench().runCommand('View: Close All Editors');
    });
  }

  it('is offered again where another window of it wrote over the change, and holds then', async () => {
    const { quickInput } = workbench();
    const old = files.read(CLINE);
    await begin('Cline');
    await quickInput.accept();
    await workbench().notification(/Cline is set to/);
    await workbench().reload();
    await until(() => Promise.resolve(files.json('cline-started.json').actModeApiModelId), mine);
    files.write(CLINE, old);
    const message = await workbench().notification(/was reverted to its previous model, perhaps by another window/);
    assert.deepEqual(message.buttons, ['Try Again']);
    await workbench().screenshot('agents-reverted');
    await until(() => section().stateOf('Cline'), 'reverted to us.anthropic.claude-sonnet-5');
    await message.press('Try Again');
    await quickInput.waitFor(`Use ${MINE} in Cline`);
    await quickInput.accept();
    await workbench().notification(/Cline is set to/);
    await workbench().reload();
    await workbench().notification(/Cline now uses (?!its previous settings)/);
    assert.equal(files.json(CLINE).actModeApiModelId, mine);
    await until(() => section().stateOf('Cline'), MINE);
  });
});
