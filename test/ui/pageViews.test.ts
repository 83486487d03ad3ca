import assert from 'node:assert/strict';
import { NOW, STATES } from './page/states';
import { pageSuite } from './page/suite';

describe('the usage page', function () {
  this.timeout(60_000);
  const { show, open, look, focused } = pageSuite();

  describe('of the bill', () => {
    it('asks nothing before the reader agrees to what it costs, and keeps the focus through the answer', async () => {
      const { page } = await show('dark', NOW);
      await look('billAsk');
      assert.match(await page.locator('#bill').innerText(), /charges \$0\.01 per page/);
      assert.deepEqual(
        (await open().posted()).map(({ type }) => type),
        ['ready', 'view'],
      );
      const ask = page.locator('#ask-bill');
      await ask.focus();
      await page.keyboard.press('Enter');
      assert.deepEqual((await open().posted()).at(-1), { type: 'loadBill' });
      await open().send(STATES.billLoading);
      assert.equal(await focused(), 'ask-bill');
      await page.keyboard.press('Enter');
      assert.equal((await open().posted()).length, 3, 'not asked twice');
      await open().send(STATES.billReady);
      assert.equal(await focused(), 'ask-bill');
      await open().send(STATES.billNotConnected);
      assert.equal(await focused(), 'view-panel');
    });

    it('is not asked for again, nor priced, before there can be new data', async () => {
      const { page } = await show('light', NOW);
      await look('billReady');
      const { bill } = STATES.billReady;
      assert.ok(bill);
      const settled = (until: number) => open().send({ ...STATES.billReady, bill: { ...bill, settledUntil: until } });
      await settled(NOW + 3_600_000);
      const ask = page.locator('#ask-bill');
      assert.equal(await ask.getAttribute('aria-disabled'), 'true');
      const before = (await open().posted()).length;
      await ask.focus();
      await page.keyboard.press('Enter');
      assert.equal((await open().posted()).length, before);
      assert.doesNotMatch(await page.locator('#bill .again').innerText(), /charges \$0\.01 per page/);
      await settled(NOW - 1);
      assert.match(await page.locator('#bill .again').innerText(), /charges \$0\.01 per page/);
      await page.keyboard.press('Enter');
      assert.deepEqual((await open().posted()).at(-1), { type: 'loadBill' });
    });

    it('shows what carries no tag last, the total, services and days, and other groupings', async () => {
      const { page } = await show('light', NOW);
      await look('billReady');
      const rows = await page.locator('.bill > tbody > tr > th').allInnerTexts();
      assert.deepEqual(
        rows.map((text) => text.trim()),
        ['jane.doe', 'sam.green', 'wei.zhang', 'No value for MemberName'],
      );
      assert.equal(await page.locator('.bill tr.untagged').count(), 1);
      const { bill } = STATES.billReady;
      assert.equal(await page.locator('#bill-total').innerText(), `$${Number(bill?.total).toFixed(2)}`);
      assert.match(await page.locator('#bill .provenance').innerText(), /Last complete day\s+Tue,? 18 Nov/);
      await page.locator('[id^=bill-row]').first().click();
      const more = await page.locator('.bill tr.more').innerText();
      assert.match(more, /Bedrock Edition/);
      assert.match(more, /Thu,? 20 Nov incomplete/);
      await page.locator('#grouping').selectOption('tag:Team');
      assert.deepEqual((await open().posted()).at(-1), { type: 'bill', grouping: 'tag:Team', month: '2025-11' });
    });

    it('can be read in a narrow window: its choices have room for what is chosen', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 300, height: 700 } });
      await look('billReady');
      for (const id of ['grouping', 'month']) {
        const box = await page.locator(`#${id}`).boundingBox();
        assert.ok(box !== null && box.width > 130, `${id}: ${box?.width ?? 0}`);
      }
    });

    it('is of what the reader sees chosen, be it answered already or not', async () => {
      const { page } = await show('light', NOW);
      await look('billReady');
      await page.locator('#grouping').selectOption('tag:Team');
      await page.clock.runFor(6000);
      await open().send({ ...STATES.billReady, refreshing: true });
      assert.equal(await page.locator('#grouping').inputValue(), 'tag:Team');
      await page.locator('#month').selectOption('2025-10');
      assert.deepEqual((await open().posted()).slice(-2), [
        { type: 'bill', grouping: 'tag:Team', month: '2025-11' },
        { type: 'bill', grouping: 'tag:Team', month: '2025-10' },
      ]);
      const { bill } = STATES.billReady;
      assert.ok(bill);
      await open().send({ ...STATES.billReady, bill: { ...bill, grouping: 'tag:Team', month: '2025-10' } });
      await open().send(STATES.billReady);
      assert.equal(await page.locator('#grouping').inputValue(), 'tag:MemberName', 'the host has the last word');
    });

    it('explains the difference to the estimate, and asks for it and for the tags', async () => {
      const { page } = await show('light', NOW);
      await look('billReady');
      const row = page.locator('.compare > tbody > tr').filter({ hasText: 'jane.doe' });
      assert.match(await row.innerText(), /\$78\.12\s+\$84\.90\s+\+\$6\.78/);
      const unfold = page.locator('[id^=compare-row-jane]');
      await unfold.focus();
      await page.keyboard.press('Enter');
      const why = await page.locator('.compare tr.more').innerText();
      assert.match(why, /kept for an hour[^]*\+\$5\.10[^]*19 Nov[^]*reached the bill[^]*-\$2\.80/);
      assert.match(await page.locator('.compare > tfoot').innerText(), /≥ [^]*\$98\.12\s+\$172\.80\s+\+\$74\.68/);
      const elsewhere = page.locator('.compare > tbody > tr').filter({ hasText: 'ana.ruiz' });
      assert.match(await elsewhere.innerText(), /Not connected\s+\$12\.50/);
      await page.locator('#ask-reconciliation').click();
      await page.locator('#ask-costTags').click();
      await page.getByRole('button', { name: 'Activate Team' }).click();
      assert.deepEqual((await open().posted()).slice(-3), [
        { type: 'loadReconciliation' },
        { type: 'loadTagStatus' },
        { type: 'action', id: 'activate' },
      ]);
    });

    it('says why it failed, with something to press', async () => {
      const { page } = await show('light', NOW);
      await look('billFailed');
      assert.match(await page.locator('#bill').innerText(), /Couldn’t load the bill[^]*ce:GetCostAndUsage was denied/);
      await page.locator('#bill').getByRole('button', { name: 'Show the Policy You Need' }).click();
      assert.deepEqual((await open().posted()).at(-1), { type: 'action', id: 'show-policy' });
    });

    it('is exported with exact amounts', async () => {
      const { page } = await show('light', NOW);
      await look('billReady');
      await page.locator('#export-bill').click();
      const [message] = (await open().posted()).slice(-1);
      assert.ok(message?.type === 'export');
      assert.equal(message.table.rows.length, 80);
    });
  });

  describe('of the last twelve months', () => {
    it('names months, not days, and says which of them may still change', async () => {
      const { page } = await show('light', NOW);
      await look('billYear');
      assert.match(await page.locator('.bill thead').innerText(), /By month/);
      await page.locator('[id^=bill-row-jane]').click();
      const details = await page.locator('.details').innerText();
      assert.match(details, /Months[^]*December 2024\s+\$[^]*November 2025 estimated, incomplete\s+\$/);
      assert.match(await page.locator('#bill').innerText(), /change the months[^]*usage of the incomplete month/);
      assert.equal(await page.locator('#month').inputValue(), 'year');
      assert.equal(await page.locator('#reconciliation').count(), 0);
    });
  });

  describe('of budgets', () => {
    it('tells their state in words, with what is used and how much of the period has gone', async () => {
      const { page } = await show('light', NOW);
      await look('budgetsReady');
      const cards = await page.locator('.budget').allInnerTexts();
      assert.deepEqual(
        ['Within budget in eu-central-1', 'Near the limit', 'Over budget', 'Not known'].map((state, index) =>
          cards[index]?.includes(state),
        ),
        [true, true, true, true],
      );
      assert.match(
        cards[0] ?? '',
        /\$41\.25 of \$100\.00, spent in eu-central-1[^]*41\.3% used[^]*68\.0% of period elapsed[^]*\$62\.10 at the current rate/,
      );
      assert.deepEqual(
        cards.map((card) => card.includes('As of 21 Nov, 15:31')),
        [true, true, true, false],
      );
      const meter = page.getByRole('meter').nth(2);
      assert.equal(await meter.getAttribute('aria-valuenow'), '131');
      assert.match((await meter.getAttribute('aria-label')) ?? '', /Team data: 131\.0% of budget used in eu-central-1/);
      await page.getByRole('button', { name: 'Ask for It' }).click();
      assert.deepEqual((await open().posted()).at(-1), { type: 'action', id: 'refresh-month' });
    });

    it('offers to set the first one', async () => {
      const { page } = await show('light', NOW);
      await look('budgetsEmpty');
      await page.getByRole('button', { name: 'Set Budget…' }).click();
      assert.deepEqual((await open().posted()).at(-1), { type: 'action', id: 'set-budget' });
    });
  });
});
