/** A folder of a stranger's whose files hold links: nowhere do they become links of ours. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { AgentFiles, CLAUDE, claudeSettings, furnish, profilesOf } from './agents/machine';
import { Section } from './agents/section';
import { expectInert } from './inert/rendered';
import { openTally, until, type Tally } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const TOGGLE = 'command:workbench.action.toggleSidebarVisibility';
const AGENT = `x [Fix it now](${TOGGLE}?%5B%5D)`;
const ARN = `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/<${TOGGLE}>`;

describe('A folder whose files hold links', () => {
  let tally: Tally | undefined;
  let mine = '';
  const workbench = (): Workbench => tally?.workbench ?? assert.fail();
  const section = (): Section => new Section(workbench());
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' }, files: furnish });
    mine = (await profilesOf(tally.aws)).get(MINE) ?? '';
    const { home, workspace } = tally.workbench;
    new AgentFiles(home).write('.config/opencode/opencode.json', {});
    new AgentFiles(workspace).write('opencode.json', {
      agent: { [AGENT]: { model: 'amazon-bedrock/us.anthropic.claude-sonnet-5' } },
    });
    await workbench().openView('Bedrock Tally');
    await workbench().runCommand('Bedrock Tally: Refresh');
    await workbench().treeItem('Profiles', 'Mine');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('closes what a failed test has left open', async () => {
    await tally?.workbench.quickInput.cancel();
  });

  it('names an agent in a notification as it is written', async () => {
    const { quickInput, page } = workbench();
    await section().clear();
    await section().chooseProfileFor('OpenCode');
    await quickInput.pick(MINE);
    await quickInput.waitFor('Use in OpenCode: Profiles');
    await quickInput.pick(`Only ${MINE}`);
    await quickInput.waitFor('Use in OpenCode: Where');
    await quickInput.pick(/For me, in every folder/);
    await quickInput.waitFor(`Use ${MINE} in OpenCode`);
    await expectInert(
      quickInput.root,
      AGENT,
      '.monaco-action-bar, .codicon-warning, .codicon-info, .codicon-file, .codicon-check, .codicon-close, .codicon-book, .codicon-diff, .codicon-blank',
    );
    await quickInput.accept();
    await workbench().notification(/takes precedence/);
    await expectInert(
      page.locator('.notification-toast', { hasText: 'takes precedence' }),
      `agent.${AGENT}.model`,
      '.notification-list-item-icon, .monaco-action-bar',
    );
    await workbench().screenshot('hostile-notification');
    await section().clear();
  });

  it('names a profile in the tooltip of the status bar as it is written', async () => {
    const { home, workspace, page } = workbench();
    new AgentFiles(home).write(CLAUDE, claudeSettings(mine));
    await until(() => section().stateOf('Claude Code'), MINE);
    new AgentFiles(workspace).write('.claude/settings.local.json', { model: ARN });
    await workbench()
      .pane('Agents')
      .getByText(/deleted profile|toggleSidebar/)
      .first()
      .waitFor();
    await workbench().statusBarItem(/tok/).hover();
    const tip = page.locator('.workbench-hover-container .monaco-hover').filter({ hasText: 'toggleSidebar' });
    await tip.waitFor();
    await workbench().screenshot('hostile-tooltip');
    const links = await tip
      .locator('a')
      .evaluateAll((all) =>
        (all as unknown as { getAttribute: (name: string) => string | null }[]).map((link) =>
          link.getAttribute('data-href'),
        ),
      );
    assert.ok(links.length >= 4, 'ours are there');
    assert.deepEqual(
      links.filter((link) => !/^command:bedrockTally\.[a-zA-Z]+(\?|$)/.test(link ?? '')),
      [],
    );
    assert.ok((await tip.allTextContents()).join('').includes(`<${TOGGLE}>`));
    await page.mouse.move(1, 1);
  });

  it('names a tag in what goes wrong as it is written', async () => {
    const { workspace, page } = workbench();
    new AgentFiles(workspace).write('.vscode/settings.json', { 'bedrockTally.tags.memberKey': AGENT });
    // Nobody's profiles have that tag.
    await workbench().pane('Profiles').getByText('Create your profile').waitFor();
    await workbench().runCommand('bedrockTally.createProfile');
    const toast = page.locator('.notification-toast', { hasText: 'The tag key' });
    await expectInert(toast, `“${AGENT}”`, '.notification-list-item-icon, .monaco-action-bar');
  });
});
