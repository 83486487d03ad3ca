/**
 * Credentials as they are found on machines: what a person is told when there are none to be had, and how it gets well
 * again.
 */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openAws } from '../../src/aws/index';
import type { ConnectionChoice } from '../../src/core/awsApi';
import type { Connection } from '../../src/store/session';
import { hasSpecificText } from '../../src/core/problem';
import { memoryFolder } from '../../src/store/shared/fileFolder';
import { choiceOf } from '../unit/aws/connect';
import { AwsFiles } from './faults/awsFiles';
import { WELL } from './faults/cases';
import { TestExtension } from './faults/testExtension';

const KEYS = ['aws_access_key_id = AKIAEXAMPLEJANE00001', 'aws_secret_access_key = simulator'];
const START = 'https://corp.invalid/start';
const PAST = '2020-01-01T00:00:00Z';
const SSO = [
  '[profile work]',
  'sso_session = corp',
  'sso_account_id = 111122223333',
  'sso_role_name = Developer',
  '[sso-session corp]',
  'sso_region = us-east-1',
  `sso_start_url = ${START}`,
];
const OLD_SSO = [
  '[profile work]',
  `sso_start_url = ${START}`,
  'sso_region = us-east-1',
  'sso_account_id = 111122223333',
  'sso_role_name = Developer',
];

const SIGN_IN = { sentence: 'The AWS sign-in with “work” has expired: sign in again.', button: 'Sign In with AWS SSO' };
const NONE = {
  sentence:
    'No AWS credentials were found in the environment or in the default credential chain: choose an AWS profile, or set them up (the log has the details).',
  button: 'Choose AWS Profile',
};
const NONE_OF_WORK = {
  sentence:
    'The AWS profile “work” returned no credentials: choose another AWS profile, or fix this one (the log has the details).',
  button: 'Choose AWS Profile',
};

interface State {
  readonly what: string;
  readonly awsProfile: string;
  readonly prepare: (files: AwsFiles) => void;
  readonly messages: { readonly sentence: string; readonly button: string };
}

const STATES: readonly State[] = [
  { what: 'nothing at all', awsProfile: '', prepare: () => undefined, messages: NONE },
  {
    what: 'an AWS profile that is nowhere',
    awsProfile: 'work',
    prepare: (files) => {
      files.config('[profile play]', 'region = us-east-1');
    },
    messages: {
      sentence: 'The AWS profile “work” isn’t in your AWS config files: choose another one.',
      button: 'Choose AWS Profile',
    },
  },
  {
    what: 'an AWS profile with a Region and nothing else',
    awsProfile: 'work',
    prepare: (files) => {
      files.config('[profile work]', 'region = us-east-1');
    },
    messages: NONE_OF_WORK,
  },
  {
    what: 'an SSO session whose token has expired',
    awsProfile: 'work',
    prepare: (files) => {
      files.config(...SSO);
      files.ssoToken('corp', { accessToken: 'old', expiresAt: PAST, region: 'us-east-1', startUrl: START });
    },
    messages: SIGN_IN,
  },
  {
    what: 'an SSO session whose token is to be refreshed, with nobody there to do it',
    awsProfile: 'work',
    prepare: (files) => {
      files.config(...SSO);
      const client = { clientId: 'c', clientSecret: 's', refreshToken: 'r' };
      files.ssoToken('corp', { accessToken: 'old', expiresAt: PAST, ...client });
    },
    messages: { sentence: 'AWS can’t be reached: check the network, VPN or proxy.', button: 'Try Again' },
  },
  {
    what: 'an SSO session that nobody has signed in to yet',
    awsProfile: 'work',
    prepare: (files) => {
      files.config(...SSO);
    },
    messages: { ...SIGN_IN, sentence: 'You haven’t signed in to AWS with “work” on this machine yet: sign in.' },
  },
  {
    what: 'SSO as older files have it, expired',
    awsProfile: 'work',
    prepare: (files) => {
      files.config(...OLD_SSO);
      files.ssoToken(START, { accessToken: 'old', expiresAt: PAST });
    },
    messages: SIGN_IN,
  },
  {
    what: 'a credential process that fails',
    awsProfile: 'work',
    prepare: (files) => {
      files.config('[profile work]', `credential_process = "${process.execPath}" -e "process.exit(1)"`);
    },
    messages: {
      sentence:
        'The credential_process command of “work” returned no credentials and no message: run it in a terminal to see why.',
      button: 'Try Again',
    },
  },
  {
    what: 'a credential process that prints what to do',
    awsProfile: 'work',
    prepare: (files) => {
      const script = "console.error('your session has expired, run: okta-aws login'); process.exit(1)";
      files.config('[profile work]', `credential_process = "${process.execPath}" -e "${script}" -- --password hunter2`);
    },
    messages: {
      sentence:
        'The credential_process command of “work” returned no credentials: your session has expired, run: okta-aws login',
      button: 'Try Again',
    },
  },
  {
    what: 'SSO without its section',
    awsProfile: 'work',
    prepare: (files) => {
      files.config(...SSO.slice(0, 4));
    },
    messages: {
      sentence:
        'The AWS profile “work” refers to [sso-session corp], which isn’t in your AWS config files: add it, or choose another AWS profile.',
      button: 'Choose AWS Profile',
    },
  },
  {
    what: 'SSO without an account and a role',
    awsProfile: 'work',
    prepare: (files) => {
      files.config('[profile work]', 'sso_session = corp', ...SSO.slice(4));
    },
    messages: {
      sentence:
        'The AWS profile “work” is incomplete. Missing: sso_account_id, sso_role_name. Add it, or choose another AWS profile.',
      button: 'Choose AWS Profile',
    },
  },
  {
    what: 'a name that the SDK skips',
    awsProfile: 'dev(admin)',
    prepare: (files) => {
      files.config('[profile dev(admin)]', 'region = us-east-1');
    },
    messages: {
      sentence:
        'The AWS SDK for JavaScript doesn’t support the AWS profile name “dev(admin)”: rename it using only letters, digits and . - _ + @, or choose another AWS profile.',
      button: 'Choose AWS Profile',
    },
  },
  {
    what: 'a role that wants a code from a second device',
    awsProfile: 'work',
    prepare: (files) => {
      files.credentials('[base]', ...KEYS);
      files.config(
        '[profile work]',
        'role_arn = arn:aws:iam::111122223333:role/developer',
        'source_profile = base',
        'mfa_serial = arn:aws:iam::111122223333:mfa/jane',
      );
    },
    messages: { sentence: 'The AWS profile “work” requires an MFA code: enter it.', button: 'Enter MFA Code' },
  },
];

describe('Credentials', function () {
  this.timeout(30_000);
  let files: AwsFiles;
  let extension: TestExtension;

  beforeEach(async () => {
    files = new AwsFiles();
    extension = await TestExtension.open();
  });
  afterEach(async () => {
    await extension.close();
    files.restore();
  });

  /** As the extension connects for a user: keys are looked for. */
  const use = async (change: Partial<ConnectionChoice>): Promise<void> => {
    const choice = { ...choiceOf(extension.simulator), ...change };
    const connection: Connection = {
      choice,
      sample: false,
      sharedFolder: memoryFolder(),
      environment: '',
      open: () => openAws(choice, { log: () => undefined }),
    };
    await extension.use(connection);
    await extension.refresh();
  };

  for (const { what, awsProfile, prepare, messages } of STATES) {
    it(`are missing: ${what}; and it is well again once they are there`, async () => {
      prepare(files);
      await use({ awsProfile });
      assert.deepEqual(extension.problemMessages(), [messages]);
      // What a text written beforehand could not name stands in the list, with the other ways out below it.
      const tree = hasSpecificText(extension.snapshot.caller.problem) ? 'problem, action' : '';
      assert.deepEqual(extension.shown(0), { tree, status: 'problem', page: 'failed' });
      assert.equal(extension.simulator.calls.all.length, 0, 'nothing was sent');

      files.config('[profile play]');
      files.credentials(`[${awsProfile === '' ? 'default' : awsProfile}]`, ...KEYS);
      await extension.wait(
        60_000,
        'it is well by itself',
        () => extension.problemMessages().length === 0 && extension.isComplete && extension.shown(0).page === 'ready',
      );
      assert.deepEqual(extension.shown(0), WELL);
      extension.assertFiguresAreTrue();
    });
  }

  it('come from a process, too', async () => {
    const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAEXAMPLEMARCO0001', SecretAccessKey: 'simulator' });
    files.config('[profile work]', `credential_process = echo '${answer}'`);
    await use({ awsProfile: 'work' });
    assert.deepEqual(extension.problemMessages(), []);
    assert.match(extension.snapshot.caller.value?.arn ?? '', /marco\.rossi@acme\.example$/);
  });

  it('come from the environment, too', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEYUKI00001', AWS_SECRET_ACCESS_KEY: 'simulator' });
    await use({});
    assert.match(extension.snapshot.caller.value?.arn ?? '', /yuki\.tanaka@acme\.example$/);
  });

  it('are read afresh by a refresh: no old ones are kept', async () => {
    files.credentials('[work]', ...KEYS);
    await use({ awsProfile: 'work' });
    files.credentials('[work]', 'aws_access_key_id = AKIAEXAMPLEMARCO0001', 'aws_secret_access_key = simulator');
    await extension.refresh();
    assert.match(extension.snapshot.caller.value?.arn ?? '', /marco\.rossi@acme\.example$/);
  });

  it('are in no place where they could be read: not in the snapshot, not in what is told', async () => {
    files.credentials('[work]', ...KEYS);
    extension.simulator.faults.add({ kind: 'deny', operation: 'GetMetricData' });
    await use({ awsProfile: 'work' });
    const everything = JSON.stringify([extension.snapshot, extension.problemMessages(), extension.page()]);
    assert.ok(!everything.includes('AKIAEXAMPLEJANE00001') && !everything.includes('aws_secret'));
  });

  it('that work elsewhere are of no use in a Region that AWS does not have', async () => {
    files.credentials('[work]', ...KEYS);
    await use({ awsProfile: 'work', region: choiceOf(extension.simulator, 'eu-west-9').region });
    assert.deepEqual(extension.problemMessages(), [
      {
        sentence: 'AWS doesn’t recognize the credentials of “work” in eu-west-9: choose another AWS profile or Region.',
        button: 'Choose AWS Profile',
      },
    ]);
    assert.deepEqual(extension.shown(0), { tree: '', status: 'problem', page: 'failed' });
    await use({ awsProfile: 'work' });
    assert.deepEqual(extension.shown(0), WELL);
  });

  it('are good, but Bedrock does not know them here: the Region is not enabled', async () => {
    files.credentials('[work]', ...KEYS);
    const clear = extension.simulator.faults.add({ kind: 'invalidRegion', service: 'bedrock' });
    await use({ awsProfile: 'work' });
    assert.deepEqual(extension.problemMessages(), [
      {
        sentence:
          'Amazon Bedrock isn’t available in us-east-1, or the Region isn’t enabled for your account: choose another Region.',
        button: 'Choose Region',
      },
    ]);
    assert.deepEqual(extension.shown(0), { tree: 'connection, problem', status: 'problem', page: 'failed' });
    clear();
    await extension.refresh();
    assert.deepEqual(extension.shown(0), WELL);
  });

  it('are of no use where nobody listens', async () => {
    files.credentials('[work]', ...KEYS);
    const elsewhere = await TestExtension.open();
    const { url } = elsewhere.simulator;
    await elsewhere.close();
    await use({ awsProfile: 'work', endpoint: url });
    assert.deepEqual(extension.problemMessages(), [
      { sentence: `${url} can’t be reached: check the network and the endpoint setting.`, button: 'Try Again' },
    ]);
    assert.deepEqual(extension.shown(0), { tree: '', status: 'problem', page: 'failed' });
    await use({ awsProfile: 'work' });
    assert.deepEqual(extension.shown(0), WELL);
  });
});
