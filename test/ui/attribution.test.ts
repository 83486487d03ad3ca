import assert from 'node:assert/strict';
import { BedrockClient, DeleteInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openTally, type Tally } from './tally';

const QUARTER = 900_000;
const DAY = 86_400_000;

/** Invoked directly in the simulated company, by class. */
const DIRECT = {
  'system-profile': ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
  model: ['anthropic.claude-3-haiku-20240307-v1:0', 'amazon.titan-embed-text-v2:0'],
};

describe('A developer who asks what went past tagged profiles', () => {
  let tally: Tally | undefined;
  let deleted = '';
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({ simulator: { scenario: 'company' } });
    const bedrock = new BedrockClient({
      endpoint: tally.aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATALLYTEST0000000', secretAccessKey: 'not-a-secret' },
    });
    const { inferenceProfileSummaries = [] } = await bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }),
    );
    const shared = inferenceProfileSummaries.find(
      ({ inferenceProfileName }) => inferenceProfileName === 'claude-agent',
    );
    deleted = shared?.inferenceProfileId ?? '';
    await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: deleted }));
    bedrock.destroy();
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.treeItem('Profiles', /jane/i);
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  /** Tokens of some ids over a day that ends at a time, and may begin a quarter of an hour sooner or later. */
  function servedUntil(ids: readonly string[], end: number, shift: number): number {
    return ids
      .map((id) => open().aws.served(id, end - DAY + shift, end))
      .reduce((all, { input, output, cacheRead, cacheWrite }) => all + input + output + cacheRead + cacheWrite, 0);
  }

  it('pays for it only once she looks at it, and sees what was served', async () => {
    const { workbench, aws } = open();
    await workbench.runCommand('Bedrock Tally: Show My Usage');
    const frame = await workbench.webviewFrame('Bedrock Usage');
    await frame.locator('[data-measure=total] .exact').waitFor();
    const before = { metrics: aws.calls.billedMetrics, time: aws.now() };
    await frame.locator('#view-attribution').click();
    await frame.locator('.attribution').waitFor();
    assert.ok(aws.calls.billedMetrics > before.metrics);
    const held = { ...DIRECT, deleted: [deleted] };
    for (const [name, ids] of Object.entries(held)) {
      const text = await frame.locator(`.attribution tr[data-class=${name}] .number`).first().innerText();
      const shown = Number(text.replaceAll(',', ''));
      assert.ok(shown >= servedUntil(ids, before.time, QUARTER), `${name}: ${shown}`);
      assert.ok(shown <= servedUntil(ids, aws.now(), -QUARTER), `${name}: ${shown}`);
      assert.ok(shown > 0);
    }
    await frame.locator('#attribution-system-profile').click();
    await frame.locator('#attribution-deleted').click();
    assert.match(
      (await frame.locator('.attribution .subject').allInnerTexts()).join('\n'),
      new RegExp(`${deleted}[^]*unpriced`),
    );
    await workbench.screenshot('attribution');
  });

  it('does not pay again for another look, and is led to the policies', async () => {
    const { workbench, aws } = open();
    const frame = await workbench.webviewFrame('Bedrock Usage');
    const before = aws.calls.billedMetrics;
    await frame.locator('#view-usage').click();
    await frame.locator('#view-attribution').click();
    await frame.locator('.attribution').waitFor();
    assert.equal(aws.calls.billedMetrics, before);
    await frame.getByRole('button', { name: 'Show IAM Policies…' }).click();
    await workbench.quickInput.waitFor(/polic/i);
    await workbench.quickInput.cancel();
  });
});
