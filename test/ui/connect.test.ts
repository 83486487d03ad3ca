import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { changeMachineSettings, openTally, until, writeAwsFiles, type Tally } from './tally';

const CONFIG = `[default]
region = us-east-1

[profile without-region]

[profile without-keys]
region = us-east-1

[sso-session acme]
sso_start_url = https://acme.awsapps.example/start
sso_region = us-east-1

[profile acme-sso]
region = us-east-1
sso_session = acme
sso_account_id = 111122223333
sso_role_name = BedrockDeveloper
`;
const KEYS = `[without-region]
aws_access_key_id = AKIATALLYTEST0000000
aws_secret_access_key = not-a-secret
`;

describe('When AWS cannot be asked', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    if (tally === undefined) throw new Error('not open');
    return tally;
  };
  before(async () => {
    tally = await openTally({
      simulator: { scenario: 'company' },
      machineSettings: { 'bedrockTally.aws.profile': 'not-there' },
      theme: 'Default High Contrast',
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      files: (home) => writeAwsFiles(home, CONFIG, KEYS),
    });
    await tally.workbench.openView('Bedrock Tally');
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);

  const sees = async (sentence: RegExp, button: string): Promise<void> => {
    const pane = open().workbench.pane('Profiles');
    await pane.getByText(sentence).first().waitFor();
    await pane.getByRole('button', { name: button, exact: true }).waitFor();
  };

  it('says that the AWS profile is not in the files, and offers to choose one', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Refresh');
    await sees(/isn’t in your AWS config files/, 'Choose AWS Profile');
    await workbench.screenshot('state-unknown-profile');
    await workbench.pane('Profiles').getByRole('button', { name: 'Choose AWS Profile' }).click();
    await workbench.quickInput.waitFor('Connect to AWS: Profile');
    await workbench.screenshot('choose-profile');
    await workbench.quickInput.pick('without-region');
    await workbench.quickInput.waitFor('Connect to AWS: Region');
    await workbench.quickInput.cancel();
  });

  it('leads from Create My Profile into Connect, again and again', async () => {
    const { workbench } = open();
    for (let time = 0; time < 2; time += 1) {
      await workbench.runCommand('Bedrock Tally: Create My Profile…');
      await workbench.quickInput.waitFor('Connect to AWS: Profile');
      await workbench.quickInput.cancel();
      await workbench.quickInput.waitForClosed();
    }
    const about = (await workbench.notifications()).map(({ text }) => text);
    assert.deepEqual(about, [], 'who has left the choice is shown no error');
  });

  it('offers sample data and every other way out of a state, and names it in the status bar', async () => {
    const { workbench } = open();
    const pane = workbench.pane('Profiles');
    for (const way of ['AWS profile', 'Region', 'diagnose', 'explore sample data'])
      await pane.locator('.welcome-view-content p a', { hasText: way }).waitFor();
    await workbench.statusBarItem('Bedrock: AWS profile not found').waitFor();
    await workbench.screenshot('state-other-ways');
  });

  it('says that no Region is set, and lists the chosen one’s profiles', async () => {
    const { workbench } = open();
    await changeMachineSettings(workbench, { 'bedrockTally.aws.profile': 'without-region' });
    await sees(/No AWS Region is set/, 'Choose Region');
    await workbench.screenshot('state-no-region');
    await workbench.pane('Profiles').getByRole('button', { name: 'Choose Region' }).click();
    await workbench.quickInput.waitFor('Connect to AWS: Region');
    await workbench.quickInput.type('us-east-1');
    await workbench.quickInput.pick('us-east-1');
    await workbench.treeItem('Profiles', 'Mine');
  });

  it('says that there are no credentials', async () => {
    const { workbench } = open();
    await changeMachineSettings(workbench, { 'bedrockTally.aws.profile': 'without-keys' });
    await sees(/No AWS credentials were found/, 'Choose AWS Profile');
    await workbench.screenshot('state-no-credentials');
  });

  it('types the sign-in command in a terminal when the SSO session has expired, and recovers by itself', async () => {
    const { workbench } = open();
    await changeMachineSettings(workbench, { 'bedrockTally.aws.profile': 'acme-sso' });
    await sees(/sign-in has expired/, 'Sign In with AWS SSO');
    await workbench.screenshot('state-sso-expired');
    await workbench.pane('Profiles').getByRole('button', { name: 'Sign In with AWS SSO' }).click();
    const terminal = workbench.page.locator('.terminal-wrapper');
    await terminal.first().waitFor();
    await workbench.page.waitForTimeout(1500);
    await workbench.screenshot('sso-terminal');
    // Signing in writes credentials; here they are written into the files under the same name.
    await writeFile(join(workbench.home, '.aws/config'), '[profile acme-sso]\nregion = us-east-1\n');
    await writeFile(join(workbench.home, '.aws/credentials'), KEYS.replace('without-region', 'acme-sso'));
    await workbench.treeItem('Profiles', 'Mine');
  });

  it('names the permission that is missing, and copies it', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'deny', operation: 'ListInferenceProfiles' });
    await workbench.runCommand('Bedrock Tally: Refresh');
    const pane = workbench.pane('Profiles');
    await pane
      .getByText(/ask your administrator for bedrock:ListInferenceProfiles/)
      .first()
      .waitFor();
    await workbench.screenshot('state-denied');
    await (await workbench.treeItem('Profiles', 'Copy Missing Permission')).click();
    await until(() => workbench.clipboardText(), 'bedrock:ListInferenceProfiles');
    aws.faults.clear();
    await workbench.runCommand('Bedrock Tally: Refresh');
    await pane
      .getByText(/ask your administrator/)
      .first()
      .waitFor({ state: 'detached' });
  });

  it('says that the endpoint cannot be reached, and keeps what was known', async () => {
    const { workbench } = open();
    await changeMachineSettings(workbench, {
      'bedrockTally.aws.endpoint': 'http://127.0.0.1:9',
      'bedrockTally.aws.profile': 'acme-sso',
    });
    await sees(/can’t be reached/, 'Try Again');
    await workbench.screenshot('state-unreachable');
  });
});
