/**
 * Who comes first when a window is reloaded: our write of a change that waits for it, or Cline, which reads its
 * settings once.
 */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { SCHEDULE_FORMATS, scheduledFileName, type ScheduledChange } from '../../src/agents/changes/applyAtStart';
import { scheduleFolderFor } from '../../src/agents/changes/scheduleFolder';
import { recordFailures } from '../host/evidence';
import { repository } from '../host/paths';
import { openWorkbench, type Workbench } from '../host/workbench';
import { CLINE_STARTED } from './agents/clineStandIn';
import { AgentFiles, CLINE, furnishWithClineView } from './agents/machine';
import { until } from './tally';

describe('A change that waits for Cline’s start is written before Cline reads its settings', () => {
  let opened: Workbench | undefined;
  const workbench = (): Workbench => {
    assert.ok(opened);
    return opened;
  };
  before(async () => {
    opened = await openWorkbench({ prepare: ({ home }) => furnishWithClineView(home) });
  });
  after(async () => opened?.close());
  recordFailures(() => [opened]);

  /** Lets a model wait for the next start, reloads the window, and answers the model that Cline has read. */
  async function modelAfterReload(model: string): Promise<unknown> {
    const { home } = workbench();
    const files = new AgentFiles(home);
    const started = join(home, CLINE_STARTED);
    const hasStarted = (): boolean => existsSync(started) && statSync(started).size > 0;
    await until(() => Promise.resolve(hasStarted()), true);
    files.remove(CLINE_STARTED);
    // The extension is linked from the repository, so that is where it is installed.
    const folder = scheduleFolderFor({ home, env: {} }, process.platform, dirname(repository));
    const edits = [{ path: ['actModeApiModelId'], value: model }];
    const staged: ScheduledChange = { at: Date.now(), files: [{ path: join(home, CLINE), edits }] };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, scheduledFileName(SCHEDULE_FORMATS)), JSON.stringify(staged));
    await workbench().reload();
    await until(() => Promise.resolve(hasStarted()), true);
    return files.json(CLINE_STARTED).actModeApiModelId;
  }

  it('where Cline’s side bar is hidden', async () => {
    await workbench().openView('Explorer');
    assert.equal(await modelAfterReload('model-one'), 'model-one');
  });

  it('where Cline’s side bar is open', async () => {
    await workbench().openView('Cline');
    // An empty view would take the keys of the command palette.
    await workbench().page.locator('.part.editor').click();
    assert.equal(await modelAfterReload('model-two'), 'model-two');
  });
});
