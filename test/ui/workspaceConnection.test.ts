import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

const labels = async (workbench: Workbench): Promise<readonly string[]> =>
  (await workbench.treeItems('Profiles')).map(({ label }) => label);
const connection = async (workbench: Workbench): Promise<string | undefined> => (await labels(workbench))[0];

async function chooseRegion(workbench: Workbench, region: string): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('Bedrock Tally: Choose Region…');
  await quickInput.waitFor('Connect to AWS: Region');
  await quickInput.type(region);
  await quickInput.pick(region);
}

describe('AWS profile and Region of a workspace', () => {
  let tally: Tally | undefined;
  let other: Workbench | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'company' },
      settings: { 'workbench.colorTheme': 'Dark Modern' },
    });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await until(() => connection(open().workbench), 'acme-dev · us-east-1');
    other = await tally.workbench.openSecondWindow('another');
    await other.openView('Bedrock Tally');
    await other.runCommand('Bedrock Tally: Refresh');
  });
  after(async () => {
    await other?.close();
    await tally?.close();
  });
  recordFailures(() => [tally?.workbench, other]);
  const elsewhere = (): Workbench => {
    assert.ok(other);
    return other;
  };

  it('are the user’s for all workspaces, without a question, where nothing else is chosen', async () => {
    const { workbench } = open();
    await chooseRegion(workbench, 'us-east-1');
    await workbench.quickInput.waitForClosed();
    for (const window of [workbench, elsewhere()]) await until(() => connection(window), 'acme-dev · us-east-1');
  });

  it('can be chosen for this one alone; the row of the connection says so', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await chooseRegion(workbench, 'eu-west-1');
    await quickInput.waitFor('Connect to AWS: Where It Applies');
    await workbench.screenshot('connection-where');
    await quickInput.pick('For this workspace only');
    await until(() => connection(workbench), 'acme-dev · eu-west-1');
    const [row] = await workbench.treeItems('Profiles');
    assert.match(row?.description ?? '', /^this workspace · /);
    await workbench.tooltipOf(await workbench.treeItem('Profiles', 'acme-dev · eu-west-1'), 'This workspace only');
    await workbench.screenshot('connection-this-workspace');
  });

  it('are kept in no file of the folder, and leave other workspaces alone', async () => {
    const { workbench } = open();
    assert.deepEqual(await readdir(workbench.workspace), []);
    await elsewhere().runCommand('Bedrock Tally: Refresh');
    await until(() => connection(elsewhere()), 'acme-dev · us-east-1');
  });

  it('are kept there like the tags that narrow the list, which are written into no file either', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Show Only Profiles with Tags…');
    await workbench.quickInput.pick('Team = payments');
    await workbench.quickInput.accept();
    const narrowed = workbench.pane('Profiles').getByText(/Filtered by Team = payments/);
    await narrowed.waitFor();
    assert.deepEqual(await readdir(workbench.workspace), []);
    await workbench.runCommand('Bedrock Tally: Show All Profiles');
    await narrowed.waitFor({ state: 'detached' });
  });

  it('are taken up again after a reload, in each window its own', async () => {
    for (const window of [open().workbench, elsewhere()]) await window.reload();
    await until(() => connection(open().workbench), 'acme-dev · eu-west-1');
    await until(() => connection(elsewhere()), 'acme-dev · us-east-1');
  });

  it('stay when the user chooses otherwise for all workspaces elsewhere', async () => {
    const window = elsewhere();
    await chooseRegion(window, 'us-west-2');
    await window.quickInput.waitFor('Connect to AWS: Where It Applies');
    await window.quickInput.pick('For all workspaces');
    await until(() => connection(window), 'acme-dev · us-west-2');
    await open().workbench.runCommand('Bedrock Tally: Refresh');
    await until(() => connection(open().workbench), 'acme-dev · eu-west-1');
  });

  it('can be dropped again', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Connect to AWS…');
    await workbench.quickInput.waitFor('Connect to AWS: Profile');
    await workbench.screenshot('connection-reset');
    await workbench.quickInput.pick(/Use Settings: acme-dev · us-west-2/);
    await until(() => connection(workbench), 'acme-dev · us-west-2');
    const [row] = await workbench.treeItems('Profiles');
    assert.doesNotMatch(row?.description ?? '', /this workspace/);
  });
});
