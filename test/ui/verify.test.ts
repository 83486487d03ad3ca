import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Scenario } from '../../src/simulator/scenario';
import { company } from '../../src/simulator/scenarios/company';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { passOn, type Passing } from './passing';
import { inTheCompany, textInFront } from './company';
import { openTally, until, writeAwsFiles, type Tally } from './tally';

/**
 * The company on a day on which Jane's agents rest. With calls of theirs in the minute of hers, which there are at some
 * hours of a working day, a verification waits until hers is sure to be counted, for minutes.
 */
const janeAtRest: Scenario = {
  ...company,
  profiles: company.profiles.map(({ use, ...profile }) => ({
    ...profile,
    ...(use === undefined ? {} : { use: profile.tags?.MemberName === 'jane.doe' ? { ...use, endedDaysAgo: 0 } : use }),
  })),
};

/** Ends a verification that a failed test has left: its profile is verified only once at a time. */
async function cancelVerification({ page }: Workbench): Promise<void> {
  const toast = page.locator('.notification-toast', { hasText: 'Verifying ' });
  if ((await toast.count()) === 0) return;
  // It may end by itself meanwhile, and its button with it.
  void toast
    .first()
    .getByRole('button', { name: 'Cancel' })
    .click()
    .catch(() => undefined);
  await toast.first().waitFor({ state: 'detached' });
}

/** Answers the question before verifying her first profile. */
async function verifyIn(workbench: Workbench, button: string): Promise<void> {
  await choose(workbench);
  const dialog = await workbench.dialog();
  assert.match(dialog.text, /^Verify the profile /);
  await dialog.press(button);
}

async function choose(workbench: Workbench): Promise<void> {
  await workbench.runCommand('bedrockTally.verifyProfile');
  await workbench.quickInput.waitFor('Choose a Profile');
  await workbench.quickInput.items();
  await workbench.quickInput.accept();
}

describe('A developer who verifies her profile', () => {
  // Before notifications are cleared, which would take the button away and not cancel anything.
  afterEach('cancels what is still going', () => cancelVerification(open().workbench));
  const open = inTheCompany({ scenario: janeAtRest });

  const verify = (button: string): Promise<void> => verifyIn(open().workbench, button);

  it('hears what verifying costs before anything is sent', async () => {
    const { workbench, aws } = open();
    await choose(workbench);
    const dialog = await workbench.dialog();
    await workbench.screenshot('governance-verify-asks');
    assert.match(dialog.detail, /at most 40 input and 16 output tokens \(\$0\.\d{5}\)/);
    assert.match(dialog.detail, /at most 44 metrics \(\$0\.00044\)/);
    await dialog.press('Cancel');
    assert.equal(aws.calls.count('Converse'), 0);
  });

  it('sees that a call is attributed to her', async () => {
    const { workbench, aws } = open();
    const before = aws.calls.billedMetrics;
    await verify('Verify');
    await workbench.page.locator('.notification-toast', { hasText: 'Waiting for CloudWatch' }).waitFor();
    await workbench.screenshot('governance-verify-waits');
    const { text, buttons } = await workbench.notification(/Attributed to \S+ \/ jane/i);
    await workbench.screenshot('governance-verify-done');
    assert.match(text, /CloudWatch counted the call \d+ seconds after it was made/);
    assert.deepEqual(buttons, ['Show Usage']);
    assert.equal(aws.calls.count('Converse'), 1);
    assert.ok(aws.calls.billedMetrics > before);
  });

  it('may have streaming tried as well', async () => {
    const { workbench, aws } = open();
    await verify('Verify with Streaming');
    await workbench.notification(/Attributed to \S+ \/ jane.*: CloudWatch counted the call/i);
    assert.equal(aws.calls.count('ConverseStream'), 1);
  });

  it('is told what is missing when she may not invoke it', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', service: 'bedrock-runtime' });
    await verify('Verify');
    const told = await workbench.notification(/Couldn’t verify/);
    await workbench.screenshot('governance-verify-denied');
    assert.match(told.text, /You aren’t allowed to invoke it: ask your administrator for bedrock:InvokeModel/);
    await told.press('Copy Missing Permission');
    await until(() => workbench.clipboardText(), 'bedrock:InvokeModel');
  });

  it('is told when the call works and its count may not be read', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await verify('Verify');
    const { text } = await workbench.notification(/The call works, but its count can’t be read/);
    assert.match(text, /cloudwatch:GetMetricData/);
  });

  it('pays for one call only, however often she asks meanwhile', async () => {
    const { workbench, aws } = open();
    aws.calls.clear();
    aws.faults.add({ kind: 'hang', operation: 'GetMetricData' });
    await verify('Verify');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Waiting for CloudWatch' });
    await toast.waitFor();
    await choose(workbench);
    await workbench.notification(/is already being verified/);
    await workbench.screenshot('governance-verify-already');
    assert.equal(aws.calls.count('Converse'), 1);
    assert.equal(aws.calls.count('ConverseStream'), 0);
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached' });
  });

  it('can cancel the wait for CloudWatch, and verify again at once', async () => {
    const { workbench, aws } = open();
    aws.calls.clear();
    await verify('Verify');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Waiting for CloudWatch' });
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(aws.calls.count('Converse'), 1);
    await verify('Verify');
    await workbench.notification(/Attributed to \S+ \/ jane/i);
    assert.equal(aws.calls.count('Converse'), 2);
  });

  it('calls once with two windows open, which the one that she looks at answers', async () => {
    const { workbench, aws } = open();
    const second = await workbench.openSecondWindow();
    try {
      await second.statusBarItem(/ tok/).waitFor();
      await workbench.page.bringToFront();
      aws.calls.clear();
      await verify('Verify');
      await workbench.notification(/Attributed to \S+ \/ jane/i);
      assert.equal(aws.calls.count('Converse'), 1);
      assert.deepEqual(await second.notifications(), []);
    } finally {
      await second.close();
    }
  });

  it('can cancel the call without a word', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'hang', service: 'bedrock-runtime' });
    await verify('Verify');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Calling the model' });
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.notifications(), []);
  });
});

/** What AWS answers to a call of a model that it refuses. */
interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const USER = 'User: arn:aws:sts::111122223333:assumed-role/Developer/jane.doe@acme.example';
const denied = (resource: string, why: string): Refusal => ({
  status: 403,
  type: 'AccessDeniedException',
  message: `${USER} is not authorized to perform: bedrock:InvokeModel on resource: ${resource} ${why}`,
});

/** What AWS says, what the developer reads, and the button beside it. */
const REFUSALS: readonly (readonly [story: string, refusal: Refusal, reads: RegExp, button: string])[] = [
  [
    'nobody has access to the model',
    {
      status: 403,
      type: 'AccessDeniedException',
      message: "You don't have access to the model with the specified model ID.",
    },
    /has no access to the model yet: ask your administrator to enable it for us-east-1 under Model access/,
    'Diagnose',
  ],
  [
    'her policies refuse a Region that it routes to',
    denied(
      'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-5',
      'because no identity-based policy allows the bedrock:InvokeModel action',
    ),
    /routes to us-west-2, where you aren’t allowed to invoke the model: ask your administrator for bedrock:InvokeModel/,
    'Copy Missing Permission',
  ],
  [
    'her organization refuses global routing',
    denied(
      'arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5',
      'with an explicit deny in a service control policy',
    ),
    /routes to any commercial AWS Region, which your organization’s policy denies: create a profile from a source/,
    'Diagnose',
  ],
  [
    'the profile was deleted',
    { status: 404, type: 'ResourceNotFoundException', message: 'The specified inference profile was not found.' },
    /The profile no longer exists: refresh the list, and create a new one/,
    'Diagnose',
  ],
  [
    'the model is not served on demand',
    {
      status: 400,
      type: 'ValidationException',
      message: 'Invocation of model ID anthropic.claude-sonnet-5 with on-demand throughput isn’t supported.',
    },
    /can’t be invoked on demand in a single Region: create a profile from a system profile/,
    'Diagnose',
  ],
  [
    'AWS is throttling requests',
    { status: 429, type: 'ThrottlingException', message: 'Too many requests, please wait before trying again.' },
    /is busy, or the account’s quota is currently used up: wait a minute/,
    'Diagnose',
  ],
  [
    'the model no longer takes what was sent',
    { status: 400, type: 'ValidationException', message: '`temperature` is deprecated for this model.' },
    /The model doesn’t support the parameter temperature: disable it in the agent that sends it/,
    'Diagnose',
  ],
  [
    'a beta is not known',
    { status: 400, type: 'ValidationException', message: 'invalid beta flag' },
    /uses a beta feature that Amazon Bedrock doesn’t support: update the agent/,
    'Diagnose',
  ],
  [
    'the API takes no profile',
    {
      status: 400,
      type: 'ValidationException',
      message: 'Application inference profiles are not supported by this API.',
    },
    /This API doesn’t support application inference profiles: use an agent or a setting that calls Converse or InvokeModel/,
    'Diagnose',
  ],
  [
    'AWS says something else about the request',
    { status: 400, type: 'ValidationException', message: 'messages.0: something of the year 2027.' },
    /AWS rejected the request: ValidationException: messages\.0: something of the year 2027\./,
    'Show Log',
  ],
  [
    'her credentials have expired',
    { status: 403, type: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
    /The temporary AWS credentials of “acme-dev” have expired: renew them/,
    'Try Again',
  ],
];

const TOKEN = 'ABSK-not-a-secret-of-anybody';

describe('A developer whose call is refused', () => {
  let tally: Tally | undefined;
  let server: Passing | undefined;
  let refusal: Refusal | undefined;
  let asked = 0;
  before(async () => {
    server = await passOn({
      to: () => tally?.aws.url ?? 'http://127.0.0.1:9',
      refuse: ({ url = '/' }) => {
        if (!url.startsWith('/model/')) return undefined;
        asked += 1;
        return refusal;
      },
    });
    tally = await openTally({
      simulator: { scenario: 'company' },
      machineSettings: { 'bedrockTally.aws.endpoint': server.url },
      // A key of somebody's that agents would use, and we do not.
      env: { AWS_BEARER_TOKEN_BEDROCK: TOKEN },
      files: async (home) => {
        await writeAwsFiles(home);
        await mkdir(join(home, '.cline/data'), { recursive: true });
        const state = {
          actModeApiProvider: 'bedrock',
          actModeApiModelId: 'us.anthropic.claude-sonnet-5',
          awsRegion: 'us-east-1',
          awsProfile: 'acme-dev',
        };
        await writeFile(join(home, '.cline/data/globalState.json'), JSON.stringify(state));
      },
    });
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.treeItem('Profiles', /jane/i);
  });
  after(async () => {
    await tally?.close();
    server?.close();
  });
  afterEach('clears what was told', async () => {
    await tally?.workbench.runCommand('Notifications: Clear All Notifications');
  });
  recordFailures(() => [tally?.workbench]);

  for (const [story, answer, reads, button] of REFUSALS) {
    it(`reads what to do when ${story}, after one call`, async () => {
      assert.ok(tally);
      const { workbench } = tally;
      refusal = answer;
      asked = 0;
      await verifyIn(workbench, 'Verify');
      const { text, buttons } = await workbench.notification(/Couldn’t verify/);
      await workbench.screenshot(`verify-refused-${REFUSALS.findIndex(([one]) => one === story)}`);
      assert.match(text, reads);
      assert.match(text, /AWS_BEARER_TOKEN_BEDROCK is set: agents .* ignore the AWS profile/);
      assert.deepEqual(buttons, [button]);
      assert.equal(asked, 1);
    });
  }

  it('reads it again in the diagnosis, with the key that agents use instead of her AWS profile', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    refusal = { status: 400, type: 'ValidationException', message: '`temperature` is deprecated for this model.' };
    await verifyIn(workbench, 'Verify');
    await workbench.notification(/The model doesn’t support the parameter temperature/);
    await workbench.runCommand('bedrockTally.diagnose');
    await workbench.quickInput.waitFor('Diagnose');
    await workbench.quickInput.items();
    await workbench.quickInput.pick('Without the bill');
    await workbench.notification(/The report is ready/);
    const report = await textInFront(workbench);
    assert.match(
      report,
      /✗ Failed \*\*Permission to invoke profiles\*\*: A call through platform\S+ failed, just now\./,
    );
    assert.match(
      report,
      /- \*\*Permission to invoke profiles\*\*: The model doesn’t support the parameter temperature/,
    );
    assert.match(report, /AWS\\_BEARER\\_TOKEN\\_BEDROCK is set and overrides the AWS profile of: Cline/);
    assert.ok(!report.includes(TOKEN));
    const callers = new Set(aws.calls.all.map(({ accessKeyId }) => accessKeyId));
    assert.ok(callers.has('AKIATALLYTEST0000000') && !callers.has('bearer'), 'nothing of ours is signed with the key');
  });
});
