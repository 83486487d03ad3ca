import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { changeWorkspaceSettings, openTally, until, type Tally } from './tally';

describe('The tree of profiles', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'company' },
      theme: 'Light Modern',
      viewport: { width: 1400, height: 1900 },
    });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.treeItem('Profiles', 'Mine');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  afterEach('leaves nothing open and nothing failing to the next story', async () => {
    if (tally === undefined) return;
    tally.aws.faults.clear();
    await tally.workbench.page.keyboard.press('Escape');
    await tally.workbench.quickInput.cancel();
  });

  const labels = async (): Promise<string[]> => (await open().workbench.treeItems('Profiles')).map((row) => row.label);

  /** Opens a group that is closed; a click on an open one would close it. */
  const expand = async (label: string): Promise<void> => {
    const { workbench } = open();
    const row = await workbench.treeItem('Profiles', label);
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await until(async () => row.getAttribute('aria-expanded'), 'true');
  };

  it('shows mine first, then the teams, and what is untagged as untagged', async () => {
    const { workbench } = open();
    const rows = await workbench.treeItems('Profiles');
    assert.deepEqual(
      rows.filter(({ level }) => level === 1).map(({ label }) => label),
      [
        'acme-dev · us-east-1',
        'Mine',
        ...['data', 'developer-experience', 'ml-research', 'mobile', 'payments', 'platform', 'platfrom'],
        'Untagged',
      ],
    );
    assert.match(rows.at(-1)?.description ?? '', /4 profiles$/);
    assert.deepEqual(
      rows.slice(2, 4).map(({ label, level }) => [label, level]),
      [
        ['platform-jane-doe-haiku-4-5', 2],
        ['platform-jane-doe-sonnet-5', 2],
      ],
    );
    await workbench.screenshot('tree-groups');
  });

  it('shows tokens, model and tier of a profile, and everything else in its tooltip', async () => {
    const { workbench, aws } = open();
    const row = await workbench.treeItem('Profiles', 'platform-jane-doe-sonnet-5');
    // The newest models' prices come from AWS's list; the rows change once more with it, which closes a tooltip.
    await until(
      async () =>
        (
          (await workbench.treeItems('Profiles')).find(({ label }) => label === 'payments')?.description ?? ''
        ).startsWith('est. $'),
      true,
    );
    await until(
      async () =>
        /^est\. \$[\d.]+ · [\d.]+[KMB] tok · Claude Sonnet 5 · Geographic \(US\)$/.test(
          (await workbench.treeItems('Profiles')).find(({ label }) => label === 'platform-jane-doe-sonnet-5')
            ?.description ?? '',
        ),
      true,
    );
    const tooltip = await workbench.tooltipOf(row, 'arn:aws:bedrock');
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    for (const part of [
      'Owner',
      'platform / jane.doe',
      'Claude Sonnet 5 · Geographic (US)',
      'us.anthropic.claude-sonnet-5',
      'us-east-1, us-east-2, us-west-2',
      'ACTIVE',
      'Created',
      'MemberName: jane.doe',
      'Cache read',
      aws.caller.account,
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    await workbench.screenshot('tree-tooltip');
  });

  it('shows in the tooltip of a team how its estimate is reckoned, by model and tier', async () => {
    const { workbench } = open();
    const row = await workbench.treeItem('Profiles', 'ml-research');
    const tooltip = await workbench.tooltipOf(row, 'per million');
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /ml-research · Last 24 hours/);
    assert.match(
      text,
      /Claude Sonnet 5 · Geographic \(US\)\s+\([\d,]+ input × \$\d+\.\d\d+ \+ .* per million = \$[\d.]+/,
    );
    assert.match(text, /Estimate \$[\d.]+: /);
    await workbench.screenshot('tree-group-tooltip');
  });

  it('keeps what is expanded and selected over a refresh', async () => {
    const { workbench } = open();
    await expand('mobile');
    await expand('priya.nair');
    const leaf = await workbench.treeItem('Profiles', /priya-nair/);
    await leaf.click();
    const before = await labels();
    const calls = open().aws.calls.count('ListInferenceProfiles');
    await workbench.runCommand('Bedrock Tally: Refresh');
    await until(async () => Promise.resolve(open().aws.calls.count('ListInferenceProfiles') > calls), true);
    await workbench.page.waitForTimeout(1000);
    assert.deepEqual(await labels(), before);
    const selected = (await workbench.treeItems('Profiles')).filter((row) => row.selected);
    assert.deepEqual(
      selected.map(({ label }) => label),
      ['mobile-priya-nair-haiku-4-5'],
    );
  });

  it('narrows the list to the workspace’s tags, and says that it does', async () => {
    const { workbench } = open();
    await changeWorkspaceSettings(workbench, { 'bedrockTally.profiles.onlyTags': { Team: 'platform' } });
    await workbench
      .pane('Profiles')
      .getByText(/Filtered by Team = platform: \d+ of \d+ profiles/)
      .waitFor();
    await until(
      async () => (await labels()).slice(1),
      [
        'Mine',
        ...['platform-jane-doe-haiku-4-5', 'platform-jane-doe-sonnet-5'],
        ...['platform', 'aisha.khan', 'jane.doe', 'marco.rossi', 'tom.becker'],
      ],
    );
    await workbench.screenshot('tree-filtered');
    await workbench.runCommand('Bedrock Tally: Show All Profiles');
    await until(async () => (await labels()).includes('mobile'), true);
  });

  it('groups by model, and not at all', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Change Grouping…');
    await workbench.quickInput.pick('Model');
    await until(async () => (await labels()).includes('Claude Sonnet 5'), true);
    await workbench.screenshot('tree-by-model');
    await workbench.runCommand('Bedrock Tally: Change Grouping…');
    await workbench.quickInput.pick('None: sorted by name');
    await until(
      async () =>
        (await labels()).includes('platform-jane-doe-haiku-4-5') && !(await labels()).includes('Claude Sonnet 5'),
      true,
    );
    await workbench.runCommand('Bedrock Tally: Change Grouping…');
    await workbench.quickInput.pick('Owner: mine first, then by team and member');
    await until(async () => (await labels()).includes('Mine'), true);
  });

  const chooseDelete = async (profile: string): Promise<void> => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Delete Profile…');
    await workbench.quickInput.waitFor('Choose a Profile');
    const mine = await workbench.quickInput.items();
    assert.deepEqual(
      mine.filter(({ label }) => !label.startsWith('platform-jane-doe')).map(({ label }) => label.trim()),
      ['Other Owners’ Profiles…'],
    );
    if (!profile.startsWith('platform-jane-doe')) {
      await workbench.screenshot('pick-mine-first');
      await workbench.quickInput.pick(/Other Owners’ Profiles…/);
      await until(
        async () => (await workbench.quickInput.items()).some(({ label }) => label.startsWith('data-')),
        true,
      );
    }
    await workbench.quickInput.type(profile);
    await workbench.quickInput.pick(profile);
  };

  it('deletes a profile of mine after naming it, and not when I think better of it', async () => {
    const { workbench, aws } = open();
    await chooseDelete('platform-jane-doe-haiku-4-5');
    let dialog = await workbench.dialog();
    assert.match(dialog.text, /Delete the profile platform-jane-doe-haiku-4-5\?/);
    assert.match(dialog.detail, /This profile is yours \(platform \/ jane\.doe\)/);
    await workbench.screenshot('delete-mine');
    await dialog.press('Cancel');
    assert.equal(aws.calls.count('DeleteInferenceProfile'), 0);
    await chooseDelete('platform-jane-doe-haiku-4-5');
    dialog = await workbench.dialog();
    await dialog.press('Delete');
    await until(async () => (await labels()).includes('platform-jane-doe-haiku-4-5'), false);
    assert.equal(aws.calls.count('DeleteInferenceProfile'), 1);
  });

  it('deletes somebody else’s profile only when its name is typed', async () => {
    const { workbench, aws } = open();
    const other = 'mobile-priya-nair-sonnet-5';
    await expand('priya.nair');
    await workbench.treeItem('Profiles', other);
    await chooseDelete(other);
    const dialog = await workbench.dialog();
    assert.match(dialog.detail, /This profile isn’t yours\. Owner: mobile \/ priya\.nair/);
    await dialog.press('Delete');
    await workbench.quickInput.waitFor('Delete Another Owner');
    await workbench.quickInput.type('something');
    await until(async () => (await workbench.quickInput.validationMessage()).includes('Enter the exact name'), true);
    await workbench.quickInput.accept();
    assert.equal(aws.calls.count('DeleteInferenceProfile'), 1);
    await workbench.quickInput.type(other);
    await workbench.quickInput.accept();
    await until(async () => (await labels()).includes(other), false);
    assert.equal(aws.calls.count('DeleteInferenceProfile'), 2);
  });

  it('says whose tags cannot be read', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', operation: 'GetResources' });
    aws.faults.add({ kind: 'deny', operation: 'ListTagsForResource' });
    await workbench.runCommand('Bedrock Tally: Refresh');
    await workbench
      .pane('Profiles')
      .getByText(/Some owners aren’t known: ask your administrator for tag:GetResources or bedrock:ListTagsForResource/)
      .waitFor();
    await until(async () => (await labels()).includes('Tags not readable'), true);
    // Whether a profile is mine is not known now: that is no reason to offer another.
    await workbench.statusBarItem('Bedrock: AWS access denied').waitFor();
    await workbench.screenshot('tree-unreadable');
  });
});

describe('A tree of a thousand profiles', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'thousand' },
      settings: { 'bedrockTally.profiles.grouping': 'flat' },
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('is listed with one call, tagged with ten, and scrolled to its end', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    await workbench.openView('Bedrock Tally');
    await until(
      async () => (await workbench.treeItems('Profiles')).some((row) => row.description.includes(' tok · ')),
      true,
    );
    assert.equal(aws.calls.count('ListInferenceProfiles'), 1);
    assert.equal(aws.calls.count('GetResources'), 10);
    assert.equal(aws.calls.count('ListTagsForResource'), 0);
    await workbench.runCommand('Bedrock Tally: Focus on Profiles View');
    await until(async () => {
      // Figures that come draw the rows anew, from the top.
      await workbench.page.keyboard.press('End');
      return (await workbench.treeItems('Profiles')).at(-1)?.label;
    }, 'web-0999');
    await workbench.screenshot('tree-thousand');
  });
});
