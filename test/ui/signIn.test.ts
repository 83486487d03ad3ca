/** Ways to sign in that fail, in a real VS Code: what is shown, what is logged, and what helps. */

import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { changeMachineSettings, openTally, until, writeAwsFiles, type Tally } from './tally';

const OKTA = `[profile okta]
region = us-east-1
credential_process = sh -c 'echo "ERROR: your Okta session has expired, run: okta-aws login" >&2; exit 1' -- --user jane --password hunter2
`;

const keysOf = (profile: string): string =>
  `[${profile}]\naws_access_key_id = AKIATALLYTEST0000000\naws_secret_access_key = not-a-secret\n`;

/** All that VS Code has logged, output channels included. */
async function logged({ workbench }: Tally): Promise<string> {
  const { logs } = workbench.server;
  const names = (await readdir(logs, { recursive: true })).filter((name) => name.endsWith('.log'));
  return (await Promise.all(names.map((name) => readFile(join(logs, name), 'utf8')))).join('\n');
}

async function untilLogged(tally: Tally, pattern: RegExp): Promise<string> {
  const end = Date.now() + 15_000;
  let text = await logged(tally);
  while (!pattern.test(text) && Date.now() < end) {
    await sleep(100);
    text = await logged(tally);
  }
  assert.match(text, pattern);
  return text;
}

describe('A command that gives credentials, and fails', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    if (tally === undefined) throw new Error('not open');
    return tally;
  };
  before(async () => {
    tally = await openTally({
      machineSettings: { 'bedrockTally.aws.profile': 'okta' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) => writeAwsFiles(home, OKTA, ''),
    });
    await tally.workbench.openView('Bedrock Tally');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('is logged by its own words, and never by its command line', async () => {
    await open().workbench.runCommand('Bedrock Tally: Refresh');
    const text = await untilLogged(open(), /your Okta session has expired, run: okta-aws login/);
    assert.doesNotMatch(text, /hunter2/);
  });

  it('is shown by its own words, with what helps and the other ways out', async () => {
    const { workbench } = open();
    await workbench
      .pane('Profiles')
      .getByText(
        'The credential_process command of “okta” returned no credentials: ERROR: your Okta session has expired, run: okta-aws login',
      )
      .first()
      .waitFor();
    // The message can be drawn before the rows.
    await until(
      async () => (await workbench.treeItems('Profiles')).map(({ label }) => label),
      ['Try Again', 'Choose AWS Profile', 'Show Log', 'Explore Sample Data'],
    );
    await workbench.screenshot('state-process-failed');
  });

  it('says of an incomplete AWS profile which lines are missing, and recovers when it is set right', async () => {
    const { workbench } = open();
    const config = join(workbench.home, '.aws/config');
    await writeFile(config, '[profile okta]\nregion = us-east-1\nsso_session = corp\n');
    await workbench.runCommand('Bedrock Tally: Refresh');
    await workbench
      .pane('Profiles')
      .getByText(/refers to \[sso-session corp\], which isn’t in your AWS config files/)
      .first()
      .waitFor();
    await workbench.screenshot('state-incomplete-profile');
    await writeFile(config, '[profile okta]\nregion = us-east-1\n');
    await writeFile(join(workbench.home, '.aws/credentials'), keysOf('okta'));
    await workbench.treeItem('Profiles', 'okta · us-east-1');
  });
});

describe('An AWS profile that is set before there are credentials', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({
      machineSettings: { 'bedrockTally.aws.profile': 'later' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) => writeAwsFiles(home, '[profile later]\nregion = us-east-1\n', ''),
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('is asked for when the view is first seen, and connected when its credentials are written', async () => {
    assert.ok(tally);
    const { workbench } = tally;
    await workbench.openView('Bedrock Tally');
    await workbench
      .pane('Profiles')
      .getByText(/No AWS credentials were found/)
      .first()
      .waitFor();
    await writeFile(join(workbench.home, '.aws/credentials'), keysOf('later'));
    await workbench.treeItem('Profiles', 'later · us-east-1');
  });
});

describe('An AWS profile that is set while the view is open', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({
      machineSettings: { 'bedrockTally.aws.profile': '' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) => writeAwsFiles(home, '[profile dev]\nregion = us-east-1\n', keysOf('dev')),
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('is connected to at once', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    await workbench.openView('Bedrock Tally');
    const pane = workbench.pane('Profiles');
    await pane.getByRole('button', { name: 'Create My Profile', exact: true }).waitFor();
    assert.deepEqual(aws.calls.all, []);
    await changeMachineSettings(workbench, { 'bedrockTally.aws.profile': 'dev' });
    await workbench.treeItem('Profiles', 'dev · us-east-1');
  });
});

describe('A machine with one AWS profile that is not called default', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({
      machineSettings: { 'bedrockTally.aws.profile': '' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) => writeAwsFiles(home, '[profile dev]\nregion = us-east-1\n', keysOf('dev')),
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('needs nine actions from a fresh window to a profile of one’s own', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    const { page, quickInput } = workbench;
    const actions: string[] = [];
    const act = async (what: string, action: () => Promise<unknown>): Promise<void> => {
      actions.push(what);
      await action();
    };
    const enter = (): Promise<void> => quickInput.accept();
    await act('open the view', () => workbench.openView('Bedrock Tally'));
    const create = workbench.pane('Profiles').getByRole('button', { name: 'Create My Profile', exact: true });
    await act('Create My Profile', () => create.click());
    // Neither the AWS profile nor its Region is asked for: there is one.
    await quickInput.waitFor('Model');
    await page
      .getByText('Connecting with the AWS profile dev, the only one in your AWS config files.')
      .first()
      .waitFor();
    await workbench.screenshot('connected-with-the-only-profile');
    await quickInput.items();
    await act('take the model', enter);
    await quickInput.waitFor('Team');
    await act('type the team', () => quickInput.typeKeys('platform'));
    await act('take the team', enter);
    await quickInput.waitFor('Member');
    if ((await quickInput.value()) === '') await act('type the name', () => quickInput.typeKeys('jane'));
    await act('take the name', enter);
    await quickInput.waitFor('Extra Tags');
    await quickInput.items();
    await act('no more tags', enter);
    await quickInput.waitFor('Review');
    await quickInput.items();
    await act('create', enter);
    await workbench.notification(/was created/);
    await workbench.treeItem('Profiles', 'dev · us-east-1');
    assert.equal(aws.calls.select({ operation: 'CreateInferenceProfile' }).length, 1);
    assert.ok(actions.length <= 9, actions.join(', '));
  });
});

describe('A role that wants the code of an MFA device', () => {
  let tally: Tally | undefined;
  before(async () => {
    tally = await openTally({
      machineSettings: { 'bedrockTally.aws.profile': 'mfa' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) =>
        writeAwsFiles(
          home,
          '[profile mfa]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/BedrockDeveloper\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/jane\n',
          keysOf('base'),
        ),
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  it('asks nobody by itself, and once when the user acts: one code serves the session', async () => {
    assert.ok(tally);
    const { workbench, aws } = tally;
    await workbench.openView('Bedrock Tally');
    await workbench
      .pane('Profiles')
      .getByText('The AWS profile “mfa” requires an MFA code: enter it.')
      .first()
      .waitFor();
    assert.equal(await workbench.quickInput.isOpen(), false);
    assert.equal(aws.calls.count('AssumeRole'), 0);
    await workbench.screenshot('state-mfa-needed');
    await (await workbench.treeItem('Profiles', 'Enter MFA Code')).click();
    await workbench.quickInput.waitFor('Connect to AWS: MFA Code');
    await workbench.screenshot('mfa-code');
    await workbench.quickInput.typeKeys('123456');
    await workbench.quickInput.accept();
    await workbench.treeItem('Profiles', 'mfa · us-east-1');
    const asked = aws.calls.count('GetCallerIdentity');
    await workbench.runCommand('Bedrock Tally: Refresh');
    await until(() => Promise.resolve(aws.calls.count('GetCallerIdentity') > asked), true);
    await workbench.quickInput.waitForClosed();
    assert.equal(aws.calls.count('AssumeRole'), 1);
  });
});
