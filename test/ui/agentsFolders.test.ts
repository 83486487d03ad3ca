import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { scratchDirectory } from '../host/paths';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, claudeSettings, furnish, profilesOf } from './agents/machine';
import { Section } from './agents/section';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const LOCAL = '.claude/settings.local.json';

describe('Agents in a workspace whose first folder is virtual', () => {
  const scratch = scratchDirectory('virtual-first');
  const workspace = join(scratch, 'both.code-workspace');
  let tally: Tally | undefined;
  const workbench = (): Workbench => {
    assert.ok(tally);
    return tally.workbench;
  };
  const section = (): Section => new Section(workbench());
  before(async () => {
    for (const name of ['repo', 'other']) mkdirSync(join(scratch, name));
    const folders = [{ uri: 'memfs:/elsewhere', name: 'elsewhere' }, { path: 'repo' }, { path: 'other' }];
    writeFileSync(workspace, JSON.stringify({ folders }));
    tally = await openTally({
      simulator: { scenario: 'company' },
      workspace,
      files: async (home) => {
        await furnish(home);
        new AgentFiles(home).write(CLAUDE, claudeSettings(''));
      },
    });
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
  });
  after(async () => {
    await tally?.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  recordFailures(() => [tally?.workbench]);

  it('name the folder that is written to, in the tooltip and in the dialog', async () => {
    const { quickInput } = workbench();
    const tip = await workbench().tooltipOf(await section().rowOf('Claude Code'), 'Main work');
    await tip.getByText('repo, the first of 3 on this machine’s disk').waitFor();
    await section().chooseProfileFor('Claude Code');
    await quickInput.pick(MINE);
    await quickInput.waitFor('Use in Claude Code: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor('Use in Claude Code: Where');
    assert.match(await quickInput.placeholder(), /“this folder” is repo,/);
    await workbench().screenshot('agents-virtual-first');
    await quickInput.pick(/For me, in this folder/);
    await quickInput.waitFor(`Use ${MINE} in Claude Code`);
    await quickInput.accept();
    await until(() => Promise.resolve(existsSync(join(scratch, 'repo', LOCAL))), true);
    const arn = (await profilesOf(tally?.aws ?? assert.fail())).get(MINE) ?? 'no such profile';
    assert.ok(readFileSync(join(scratch, 'repo', LOCAL), 'utf8').includes(arn));
    assert.ok(!existsSync(join(scratch, 'other', LOCAL)));
  });
});
