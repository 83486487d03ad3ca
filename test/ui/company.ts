/** A developer at work in the sample company: one workbench for a story, cleared of what each test has left open. */

import assert from 'node:assert/strict';
import { after, afterEach, before } from 'mocha';
import type { SimulatorOptions } from '../../src/simulator/index';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, type Tally, type TallyOptions } from './tally';

/** To be called in a `describe`. Answers what is open while its tests run. */
export function inTheCompany({
  scenario = 'company',
  theme,
}: Pick<SimulatorOptions, 'scenario'> & Pick<TallyOptions, 'theme'> = {}): () => Tally {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({ simulator: { scenario }, ...(theme === undefined ? {} : { theme }) });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.statusBarItem(/ tok/).waitFor();
    await tally.workbench.treeItem('Profiles', /jane/i);
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('clears faults and what was shown', async () => {
    const { workbench, aws } = open();
    aws.faults.clear();
    await workbench.quickInput.cancel();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('View: Close All Editors');
  });
  return open;
}

/** Text of the editor in front, copied as a person would copy it. */
export async function textInFront(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await page.locator('.editor-group-container.active .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  return workbench.clipboardText();
}
