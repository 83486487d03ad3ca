import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, claudeSettings, CLINE, furnish, profilesOf } from './agents/machine';
import { CLINE_OFF } from './agents/clineStandIn';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';

describe('Agents that the environment has a say in', () => {
  const elsewhere = scratchDirectory('cline');
  const [dir, data] = [join(elsewhere, 'dir'), join(elsewhere, 'data')];
  let tally: Tally | undefined;
  let mine = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const workbench = (): Workbench => open().workbench;
  const section = (): Section => new Section(workbench());
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'company' },
      theme: 'Dark Modern',
      env: { CLINE_DIR: dir, CLINE_DATA_DIR: data, ANTHROPIC_MODEL: 'us.anthropic.claude-opus-4-7' },
      files: async (home) => {
        await furnish(home);
        new AgentFiles(home).remove(CLINE);
        new AgentFiles(home).write(CLINE_OFF, '');
      },
    });
    mine = (await profilesOf(tally.aws)).get(MINE) ?? '';
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
  });
  after(async () => {
    await tally?.close();
    rmSync(elsewhere, { recursive: true, force: true });
  });
  recordFailures(() => [tally?.workbench]);

  async function begin(agent: string): Promise<void> {
    const { quickInput } = workbench();
    await section().clear();
    await section().fix(agent);
    await quickInput.waitFor('Choose a Profile');
    await quickInput.pick(MINE);
    await quickInput.waitFor(`Use in ${agent}: Profiles`);
    await quickInput.pick(`Only ${MINE}`);
  }

  it('Cline, never started: its files are made where it will look for them, and go again', async () => {
    const { quickInput } = workbench();
    assert.equal(await section().stateOf('Cline'), 'not configured for Amazon Bedrock');
    await begin('Cline');
    await quickInput.waitFor(`Use ${MINE} in Cline`);
    const rows = await quickInput.items();
    assert.match(rows[0]?.label ?? '', /Change 3 files/);
    // A long list is drawn only in part.
    await quickInput.type('Not started');
    await until(async () => (await quickInput.items()).map(({ label }) => label), ['Not started yet']);
    await quickInput.type('');
    await until(async () => (await quickInput.items())[0]?.active, true);
    assert.ok(!existsSync(dir) && !existsSync(data), 'nothing is made before it is confirmed');
    await quickInput.accept();
    const message = await workbench().notification(/Cline is set to/);
    const files = [join(data, 'globalState.json'), join(dir, 'data/globalState.json')];
    for (const file of files) assert.ok(readFileSync(file, 'utf8').includes(`"actModeApiModelId": "${mine}"`), file);
    assert.ok(readFileSync(join(data, 'settings/providers.json'), 'utf8').includes(mine));
    assert.ok(!existsSync(join(workbench().home, CLINE)));
    await until(() => section().stateOf('Cline'), `waiting for reload: ${MINE}`);
    await workbench().screenshot('agents-elsewhere');
    await message.press('Undo');
    await workbench().notification(/Cline was restored to its previous settings/);
    assert.deepEqual(
      [...readdirSync(data, { recursive: true }), ...readdirSync(dir, { recursive: true })].filter((name) =>
        String(name).endsWith('.json'),
      ),
      [],
    );
    await until(() => section().stateOf('Cline'), 'not configured for Amazon Bedrock');
  });

  it('Claude Code, for which a variable wins: said before and after, and on the row', async () => {
    const { quickInput, home } = workbench();
    new AgentFiles(home).write(CLAUDE, claudeSettings(''));
    await until(() => section().stateOf('Claude Code'), 'untracked: system profile us.anthropic.claude-opus-4-7');
    await begin('Claude Code');
    await quickInput.waitFor('Use in Claude Code: Where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    assert.ok((await quickInput.items()).some(({ label }) => label === 'ANTHROPIC_MODEL is set'));
    await quickInput.accept();
    const message = await workbench().notification(
      /still uses another model\. The environment variable ANTHROPIC_MODEL takes precedence/,
    );
    assert.deepEqual(message.buttons, ['Undo']);
    assert.equal(await section().stateOf('Claude Code'), 'untracked: system profile us.anthropic.claude-opus-4-7');
    const tip = await workbench().tooltipOf(await section().rowOf('Claude Code'), 'Main work');
    await tip.getByText('The environment variable ANTHROPIC_MODEL overrides the model').waitFor();
    await workbench().screenshot('agents-variable');
  });
});
