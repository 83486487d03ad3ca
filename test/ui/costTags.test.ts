import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { QuickItem } from '../host/quickInput';
import { openTally, until, type Tally, type TallyOptions } from './tally';

type Billing = NonNullable<NonNullable<TallyOptions['simulator']>['billing']>;
const COMMAND = 'Bedrock Tally: Manage Cost Allocation Tags…';

describe('Cost allocation tags', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  const within = (what: string, billing: Billing, tests: () => void, settings = {}): void => {
    describe(what, () => {
      before(async () => {
        tally = await openTally({
          simulator: { scenario: 'company', billing },
          settings: { 'bedrockTally.me.team': 'platform', ...settings },
        });
      });
      after(async () => {
        await tally?.close();
        tally = undefined;
      });
      recordFailures(() => [tally?.workbench]);
      afterEach('clears away what a failed test has left', async () => {
        tally?.aws.faults.clear();
        await tally?.workbench.quickInput.cancel();
      });
      tests();
    });
  };
  const rows = (): Promise<QuickItem[]> => open().workbench.quickInput.items();
  const row = async (label: RegExp): Promise<QuickItem | undefined> =>
    (await rows()).find((item) => label.test(item.label));
  const toList = async (): Promise<void> => {
    await open().workbench.quickInput.waitFor('Cost Allocation Tags');
    await rows();
  };

  within('in the account that pays', { activation: { Team: { daysAgo: 60 }, MemberName: 'never' } }, () => {
    it('are asked about only after what it costs was agreed to', async () => {
      const { workbench, aws } = open();
      await workbench.runCommand(COMMAND);
      const dialog = await workbench.dialog();
      assert.match(dialog.text, /Check the cost allocation tag status of Team, MemberName\?/);
      assert.match(dialog.detail, /costs \$0\.01/);
      await workbench.screenshot('tags-ask');
      await dialog.press('Cancel');
      assert.equal(aws.calls.billedCostExplorer, 0);
      await workbench.runCommand(COMMAND);
      await (await workbench.dialog()).press('Check Tag Status');
      await toList();
      assert.equal(aws.calls.billedCostExplorer, 1);
      assert.match(
        (await row(/Team$/))?.detail ?? '',
        /^Active since .* Cost data by this tag is available from .* at the latest\.$/,
      );
      assert.equal((await row(/^\W*MemberName$/))?.description, 'Inactive');
      await workbench.screenshot('tags-status');
    });

    it('are known the next time, without asking again', async () => {
      const { workbench, aws } = open();
      await workbench.runCommand(COMMAND);
      await toList();
      assert.equal(aws.calls.billedCostExplorer, 1);
    });

    it('fill in the time before, once a day', async () => {
      const { workbench, aws } = open();
      await workbench.runCommand(COMMAND);
      await toList();
      await workbench.quickInput.pick(/Backfill tags/);
      await workbench.quickInput.waitFor('Backfill Cost Allocation Tags');
      const months = await rows();
      assert.match(months[0]?.description ?? '', /^\d{4}-\d{2}-01$/);
      await workbench.quickInput.accept();
      const dialog = await workbench.dialog();
      assert.match(dialog.detail, /Not active, so not backfilled: MemberName\./);
      await workbench.screenshot('tags-backfill');
      await dialog.press('Start Backfill');
      await workbench.notification(/backfill from .* is in progress/);
      const [sent] = aws.calls.select({ operation: 'StartCostAllocationTagBackfill' });
      assert.equal(sent?.parameters.BackfillFrom, `${months[0]?.description ?? ''}T00:00:00Z`);
      await toList();
      assert.equal((await row(/Backfill tags/))?.description, 'In progress');
    });

    it('are activated once that is confirmed, and the steps have dates', async () => {
      const { workbench, aws } = open();
      await workbench.runCommand(COMMAND);
      await toList();
      await workbench.quickInput.pick(/Activate MemberName/);
      const dialog = await workbench.dialog();
      assert.match(dialog.text, /Activate cost allocation tags: MemberName\?/);
      await workbench.screenshot('tags-activate');
      await dialog.press('Activate');
      await workbench.notification(/MemberName: activated/);
      const [sent] = aws.calls.select({ operation: 'UpdateCostAllocationTagsStatus' });
      assert.deepEqual(sent?.parameters.CostAllocationTagsStatus, [{ TagKey: 'MemberName', Status: 'Active' }]);
      await toList();
      assert.equal((await row(/^\W*MemberName$/))?.description, 'Activating');
      assert.match(
        (await row(/Cost data by this tag is available/))?.description ?? '',
        /^Pending · by .* at the latest$/,
      );
      assert.equal(await row(/Activate /), undefined);
      await workbench.screenshot('tags-activating');
    });

    it('stand on the usage page as well', async () => {
      const { workbench } = open();
      await workbench.runCommand('Bedrock Tally: Show My Usage');
      const frame = await workbench.webviewFrame('Bedrock Usage');
      await frame.getByRole('tab', { name: 'Bill' }).click();
      const section = frame.locator('#cost-tags');
      await section.getByText(/^Activated on .* Activation takes up to 24 hours/).waitFor();
      await section.getByText(/^Active since/).waitFor();
      await section.scrollIntoViewIfNeeded();
      await workbench.screenshot('tags-page');
    });
  });

  within(
    'of which one is on no profile',
    {},
    () => {
      it('are activated as far as AWS knows them, and the others are named', async () => {
        const { workbench } = open();
        await workbench.runCommand(COMMAND);
        await (await workbench.dialog()).press('Check Tag Status');
        await toList();
        assert.match((await row(/^\W*Developer$/))?.detail ?? '', /^Not on the bill yet/);
        await workbench.quickInput.pick(/Activate Developer/);
        await (await workbench.dialog()).press('Activate');
        await workbench.notification(/Developer wasn’t activated\. AWS response: Tag keys not found: Developer/);
        await toList();
        assert.equal((await row(/^\W*Developer$/))?.description, 'Inactive');
      });
    },
    { 'bedrockTally.tags.memberKey': 'Developer' },
  );

  within('in an account that another one pays for', { member: true }, () => {
    it('end in a message that is ready to be sent', async () => {
      const { workbench } = open();
      await workbench.runCommand(COMMAND);
      await (await workbench.dialog()).press('Check Tag Status');
      await toList();
      assert.equal((await row(/^\W*Team$/))?.description, 'Unknown');
      assert.equal(await row(/Activate/), undefined);
      await workbench.screenshot('tags-member');
      await workbench.quickInput.pick(/Copy message to payer/);
      const dialog = await workbench.dialog();
      assert.match(dialog.detail, /update-cost-allocation-tags-status/);
      await workbench.screenshot('tags-message');
      await dialog.press('OK');
      await until(async () => (await workbench.clipboardText()).includes("'TagKey=Team,Status=Active'"), true);
      assert.match(await workbench.clipboardText(), /111122223333/);
    });

    it('are no failure on the usage page', async () => {
      const { workbench } = open();
      await workbench.runCommand('Bedrock Tally: Show My Usage');
      const frame = await workbench.webviewFrame('Bedrock Usage');
      await frame.getByRole('tab', { name: 'Bill' }).click();
      const section = frame.locator('#cost-tags');
      await section.getByRole('button', { name: 'Message to Payer' }).waitFor();
      await section.scrollIntoViewIfNeeded();
      await workbench.screenshot('tags-page-member');
    });
  });
});
