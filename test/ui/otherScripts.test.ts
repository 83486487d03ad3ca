import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { QuickItem } from '../host/quickInput';
import type { Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

describe('Names of other scripts in settings', () => {
  let tally: Tally | undefined;
  const workbench = (): Workbench => {
    assert.ok(tally);
    return tally.workbench;
  };
  before(async () => {
    tally = await openTally({
      settings: {
        'bedrockTally.me.team': '開発部',
        'bedrockTally.me.member': '山田 太郎',
        'bedrockTally.create.extraTags': { Department: '開発部', 部門: 'x', CostCenter: 4711 },
        'bedrockTally.create.requiredTags': { 環境: ['本番', 'dev'] },
        'bedrockTally.create.descriptionTemplate': '{member}のプロファイル',
        'bedrockTally.tags.replacements': { 開発部: 'kaihatsu', '山田 太郎': 'taro.yamada' },
      },
    });
    await workbench().openView('Bedrock Tally');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  const row = async (label: string): Promise<QuickItem> => {
    const found = (await workbench().quickInput.items()).find((item) => item.label === label);
    assert.ok(found, label);
    return found;
  };
  /** Types a form at the prompt that asks for one. */
  async function give(text: string, form: string): Promise<void> {
    const { quickInput } = workbench();
    await until(async () => (await quickInput.message()).includes(`How to write “${text}” in tags`), true);
    await quickInput.type(form);
    await quickInput.accept();
  }

  it('are offered for team and member in the form that the table gives', async () => {
    const { quickInput } = workbench();
    await workbench().runCommand('Bedrock Tally: Create My Profile…');
    await quickInput.waitFor('Model');
    await quickInput.items();
    await quickInput.type('us.anthropic.claude-sonnet-5');
    await quickInput.accept();
    await quickInput.waitFor('Team');
    assert.match((await row('kaihatsu')).description, /instead of “開発部”/);
    await quickInput.accept();
    await quickInput.waitFor('Member');
    assert.equal(await quickInput.value(), '山田 太郎');
    await until(async () => (await quickInput.validationMessage()).includes('“taro.yamada”'), true);
    await quickInput.accept();
    await until(() => quickInput.value(), 'taro.yamada');
    await quickInput.accept();
  });

  it('that have no form are named as extra tags, with the reason, and can be given one', async () => {
    const { quickInput } = workbench();
    await quickInput.waitFor('Extra Tags');
    const refused = await row('部門');
    assert.match(`${refused.description} ${refused.detail}`, /“x” \(left out\) “部” “門” aren’t allowed/);
    assert.equal((await row('Department')).description, 'kaihatsu');
    assert.equal((await row('CostCenter')).description, '4711');
    await workbench().screenshot('wizard-other-scripts');
    await quickInput.pick('部門');
    await give('部門', 'Division');
    await until(async () => (await quickInput.items()).some(({ label }) => label === 'Division'), true);
  });

  it('that are required do not keep the step from being finished', async () => {
    const { quickInput } = workbench();
    const goesOn = async (): Promise<boolean> => (await quickInput.items()).some(({ label }) => label === 'Continue');
    assert.match((await row('環境')).detail, /aren’t allowed/);
    assert.equal(await goesOn(), false);
    await quickInput.pick('環境');
    await give('環境', 'Environment');
    await until(async () => (await quickInput.items()).map(({ label }) => label), ['本番', 'dev']);
    await workbench().screenshot('wizard-other-scripts-value');
    await quickInput.pick('本番');
    await give('本番', 'honban');
    await until(goesOn, true);
    await quickInput.pick('Continue');
    await quickInput.waitFor('Review');
    const rows = Object.fromEntries((await quickInput.items()).map(({ label, description }) => [label, description]));
    assert.equal(rows.Team, 'kaihatsu');
    assert.equal(rows.MemberName, 'taro.yamada');
    assert.equal(rows.Environment, 'honban');
    assert.equal(rows.Division, 'x');
    assert.match((await row('Description')).detail, /(isn|aren)’t allowed/);
  });

  it('make the profile mine by its form, also after a reload; what was given is kept in the user’s settings', async () => {
    await workbench().quickInput.accept();
    await workbench().notification(/was created/);
    await workbench().reload();
    await workbench().openView('Bedrock Tally');
    const mine = 'kaihatsu-taro-yamada';
    await workbench().treeItem('Profiles', new RegExp(mine));
    const labels = (await workbench().treeItems('Profiles')).map(({ label }) => label);
    assert.ok(labels[labels.indexOf('Mine') + 1]?.startsWith(mine), labels.join());
    const file = join(workbench().server.root, 'data/data/User/settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    assert.deepEqual(settings['bedrockTally.tags.replacements'], {
      開発部: 'kaihatsu',
      '山田 太郎': 'taro.yamada',
      部門: 'Division',
      環境: 'Environment',
      本番: 'honban',
    });
  });
});
