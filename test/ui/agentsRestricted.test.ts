import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, claudeSettings, furnish, profilesOf } from './agents/machine';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const HERE = /For me, in this folder/;

describe('Agents in a folder from the internet', () => {
  const scratch = scratchDirectory('restricted');
  const workspace = join(scratch, 'from-the-internet');
  /** A file of mine that the folder would like to have written. */
  const victim = join(scratch, 'victim.json');
  const VICTIM = '{ "precious": true }\n';
  let tally: Tally | undefined;
  let arns: ReadonlyMap<string, string> = new Map();
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const workbench = (): Workbench => open().workbench;
  const section = (): Section => new Section(workbench());
  before(async () => {
    mkdirSync(join(workspace, '.claude'), { recursive: true });
    writeFileSync(victim, VICTIM);
    symlinkSync(victim, join(workspace, '.claude/settings.local.json'));
    tally = await openTally({
      simulator: { scenario: 'company' },
      theme: 'Dark Modern',
      workspace,
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      files: async (home) => {
        await furnish(home);
        new AgentFiles(home).write(CLAUDE, claudeSettings(''));
      },
    });
    arns = await profilesOf(tally.aws);
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
  });
  after(async () => {
    await tally?.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  recordFailures(() => [tally?.workbench]);

  async function begin(profile: string): Promise<void> {
    const { quickInput } = workbench();
    await section().chooseProfileFor('Claude Code');
    await quickInput.pick(profile);
    await quickInput.waitFor('Use in Claude Code: Profiles');
    await quickInput.pick(`Only ${profile}`);
  }
  const mineSay = (profile: string): boolean =>
    new AgentFiles(workbench().home).read(CLAUDE).includes(arns.get(profile) ?? 'no such profile');

  it('are changed for me alone: no file of the folder is offered, nor written through its links', async () => {
    const { quickInput, page } = workbench();
    await page.getByText('Restricted Mode').first().waitFor();
    await begin(MINE);
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    await workbench().screenshot('agents-restricted');
    await quickInput.accept();
    await workbench().notification(/Claude Code/);
    await until(() => Promise.resolve(mineSay(MINE)), true);
    assert.equal(readFileSync(victim, 'utf8'), VICTIM);
  });

  it('are not written out of the folder once it is trusted, either', async () => {
    const { quickInput, page } = workbench();
    await section().clear();
    await workbench().runCommand('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    const files = new AgentFiles(workbench().home);
    files.write(CLAUDE, claudeSettings(''));
    const before = files.read(CLAUDE);
    await until(async () => ((await section().stateOf('Claude Code')) ?? '').includes('untracked'), true);
    await begin(MINE);
    await quickInput.waitFor('Use in Claude Code: Where');
    const here = (await quickInput.items()).find(({ label }) => label.includes('For me, in this folder'));
    assert.match(here?.detail ?? '', /is a link to a file outside the folder/);
    await workbench().screenshot('agents-leaves-folder');
    await quickInput.pick(HERE);
    await workbench().notification(/settings\.local\.json/);
    assert.equal(readFileSync(victim, 'utf8'), VICTIM);
    assert.equal(files.read(CLAUDE), before);
  });
});
