/**
 * AWS profiles as people have them, with the real SDK: why there are no credentials, and what helps. Nothing leaves the
 * machine.
 */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideMfaCode, listAwsProfiles, mfaDevices, openAws } from '../../../src/aws/index';
import { credentialsOf } from '../../../src/aws/credentials';
import { region } from '../../../src/core/ids';
import type { Problem, ProblemCode } from '../../../src/core/problem';
import { AwsFiles } from '../../integration/faults/awsFiles';
import { problemIn, wanted } from './connect';
import { SignInStub } from './signInStub';

const NODE = process.execPath;
const KEYS = ['aws_access_key_id = AKIAEXAMPLEJANE00001', 'aws_secret_access_key = simulator'];
const START = 'https://acme.awsapps.example/start';
const SESSION = ['[sso-session corp]', `sso_start_url = ${START}`, 'sso_region = eu-west-1'];
const SSO = [
  '[profile work]',
  'region = us-east-1',
  'sso_session = corp',
  'sso_account_id = 111122223333',
  'sso_role_name = R',
];
const ROLE = ['role_arn = arn:aws:iam::111122223333:role/Dev'];
const PATIENCE = { connectMs: 1_000, answerMs: 1_000, deadlineMs: 20_000 };
const SERIAL = 'arn:aws:iam::111122223333:mfa/jane';

describe('Signing in with an AWS profile', function () {
  this.timeout(120_000);
  let files: AwsFiles;
  let stub: SignInStub;
  let endpoint = '';
  const before = process.env.AWS_ENDPOINT_URL_SSO;
  beforeEach(async () => {
    files = new AwsFiles();
    stub = new SignInStub();
    endpoint = await stub.open();
    process.env.AWS_ENDPOINT_URL_SSO = endpoint;
  });
  afterEach(async () => {
    files.restore();
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_SSO;
    await stub.close();
  });

  const choice = (awsProfile: string) => ({ awsProfile, region: region('us-east-1'), endpoint });
  const ask = async (awsProfile = 'work', timeouts = PATIENCE) => {
    const aws = await openAws(choice(awsProfile), { log: () => undefined, timeouts });
    try {
      return await aws.whoAmI(wanted());
    } finally {
      aws.dispose();
    }
  };
  const fails = (code: ProblemCode, awsProfile?: string, timeouts?: typeof PATIENCE): Promise<Problem> =>
    problemIn(ask(awsProfile, timeouts), code);
  const ssoToken = (expiresAt: string): void => {
    files.ssoToken('corp', { accessToken: 'a', expiresAt, region: 'eu-west-1', startUrl: START });
  };
  const LATER = '2036-01-01T00:00:00Z';

  it('by SSO says which section is missing, and not to sign in again', async () => {
    files.config(...SSO);
    const { detail } = await fails('incomplete-profile');
    assert.deepEqual(detail.flaw, { kind: 'section', awsProfile: 'work', what: '[sso-session corp]' });
  });

  it('by SSO says which lines are missing', async () => {
    files.config('[profile work]', 'sso_session = corp', ...SESSION);
    const { detail } = await fails('incomplete-profile');
    assert.equal(detail.flaw?.what, 'sso_account_id, sso_role_name');
  });

  it('by SSO tells who never signed in from whose sign-in has expired', async () => {
    files.config(...SSO, ...SESSION);
    assert.equal((await fails('sso-expired')).detail.neverSignedIn, true);
    ssoToken('2020-01-01T00:00:00Z');
    assert.equal((await fails('sso-expired')).detail.neverSignedIn, undefined);
  });

  it('by SSO works', async () => {
    files.config(...SSO, ...SESSION);
    ssoToken(LATER);
    assert.equal((await ask()).account, '111122223333');
  });

  it('by SSO asks in the Region of the session, whatever Region Bedrock is used in', async () => {
    files.config(...SSO, ...SESSION);
    ssoToken(LATER);
    delete process.env.AWS_ENDPOINT_URL_SSO;
    const hosts: string[] = [];
    const handle = (request: { readonly hostname: string }): Promise<never> => {
      hosts.push(request.hostname);
      return Promise.reject(Object.assign(new Error('nobody'), { code: 'ECONNREFUSED' }));
    };
    const handler = () => ({ handle, updateHttpClientConfig: () => undefined, httpHandlerConfigs: () => ({}) });
    await problemIn(credentialsOf({ choice: choice('work'), handler, deadlineMs: 20_000 })(), 'unreachable');
    assert.deepEqual([...new Set(hosts)], ['portal.sso.eu-west-1.amazonaws.com']);
  });

  for (const [status, isAws, code] of [
    [401, true, 'sso-expired'],
    [403, true, 'denied'],
    [429, true, 'throttled'],
    [500, true, 'server'],
    [403, false, 'unreachable'],
    [407, false, 'proxy-sign-in'],
  ] as const) {
    it(`by SSO, answered ${status} ${isAws ? 'by AWS' : 'by something else'}, is ${code}`, async () => {
      files.config(...SSO, ...SESSION);
      ssoToken(LATER);
      stub.portal = { status, isAws };
      const { detail } = await fails(code);
      if (code === 'denied') assert.equal(detail.action, 'sso:GetRoleCredentials');
    });
  }

  it('by an SSO portal that cannot be reached is a matter of the network', async () => {
    files.config(...SSO, ...SESSION);
    ssoToken(LATER);
    process.env.AWS_ENDPOINT_URL_SSO = 'http://127.0.0.1:9';
    await fails('unreachable');
  });

  it('by a program passes on what it says, and never how it was called', async () => {
    const script =
      "console.error('\\u001b[31mERROR: your Okta session has expired, run: okta-aws login'); process.exit(1)";
    files.config('[profile work]', `credential_process = "${NODE}" -e "${script}" -- --user jane --password hunter2`);
    const { detail } = await fails('process-failed');
    assert.equal(detail.message, 'ERROR: your Okta session has expired, run: okta-aws login');
  });

  for (const [what, script, message] of [
    ['prints rubbish', "console.log('hello')", /invalid JSON/],
    ['prints nothing', '', /invalid JSON/],
    ['gives half a key', "console.log(JSON.stringify({Version: 1, AccessKeyId: 'x'}))", /invalid credentials/],
    [
      'gives what has expired',
      "console.log(JSON.stringify({Version: 1, AccessKeyId: 'x', SecretAccessKey: 'y', Expiration: '2020-01-01T00:00:00Z'}))",
      /expired credentials/,
    ],
    [
      'speaks of SSO, which it is not',
      "console.error('SSO session expired: aws sso login'); process.exit(1)",
      /SSO session expired/,
    ],
  ] as const) {
    it(`by a program that ${what} is the program’s fault`, async () => {
      files.config('[profile work]', `credential_process = "${NODE}" -e "${script.replaceAll('"', '\\"')}"`);
      assert.match((await fails('process-failed')).message, message);
    });
  }

  it('by a program that never ends says so', async () => {
    files.config('[profile work]', 'credential_process = sleep 5');
    assert.match((await fails('process-failed', 'work', { ...PATIENCE, deadlineMs: 400 })).message, /in time/);
  });

  it('by a web identity says which file cannot be read', async () => {
    const file = join(files.home, 'no-token');
    files.config('[profile work]', ...ROLE, `web_identity_token_file = ${file}`);
    const { detail } = await fails('incomplete-profile');
    assert.deepEqual(detail.flaw, { kind: 'file', awsProfile: 'work', what: file });
  });

  it('by a role says what of its source is missing', async () => {
    files.config('[profile work]', ...ROLE, 'source_profile = base');
    assert.equal((await fails('incomplete-profile')).detail.flaw?.what, '[profile base]');
    files.config('[profile work]', ...ROLE);
    assert.equal((await fails('incomplete-profile')).detail.flaw?.what, 'source_profile');
    files.config('[profile work]', ...ROLE, 'source_profile = b', '[profile b]', ...ROLE, 'source_profile = work');
    assert.equal((await fails('incomplete-profile')).detail.flaw?.kind, 'circle');
    files.config('[profile work]', ...ROLE, 'credential_source = Moon');
    assert.equal((await fails('incomplete-profile')).detail.flaw?.what, 'credential_source = Moon');
  });

  it('by a role works, is refused, or has an expired source', async () => {
    files.credentials('[base]', ...KEYS);
    files.config('[profile work]', ...ROLE, 'source_profile = base');
    assert.equal((await ask()).account, '111122223333');
    stub.role = 'denied';
    assert.equal((await fails('denied')).detail.action, 'sts:AssumeRole');
    stub.role = 'expired-source';
    await fails('expired');
  });

  it('by a role whose program fails names the profile of the program', async () => {
    files.config(
      '[profile work]',
      ...ROLE,
      'source_profile = okta',
      '[profile okta]',
      `credential_process = "${NODE}" -e "process.exit(3)"`,
    );
    const { detail } = await fails('process-failed');
    assert.deepEqual([detail.awsProfile, detail.message], ['okta', undefined]);
  });

  it('by a code of an MFA device asks nobody by itself, and needs one code for as long as AWS lets it', async () => {
    files.credentials('[base]', ...KEYS);
    files.config('[profile work]', ...ROLE, 'source_profile = base', `mfa_serial = ${SERIAL}`);
    stub.goodCodes.add('123456');
    assert.equal((await fails('mfa-needed')).detail.message, undefined);
    assert.equal(stub.asked.length, 0);
    assert.deepEqual(await mfaDevices(choice('work')), [SERIAL]);

    provideMfaCode(SERIAL, '999999');
    assert.match((await fails('mfa-needed')).message, /invalid MFA one time pass code/);
    provideMfaCode(SERIAL, '123456');
    assert.equal((await ask()).account, '111122223333');
    assert.deepEqual(
      stub.asked.map((parameters) => [parameters.get('SerialNumber'), parameters.get('TokenCode')]),
      [
        [SERIAL, '999999'],
        [SERIAL, '123456'],
      ],
    );
    // Another connection, opened anew, as each Refresh does.
    assert.equal((await ask()).account, '111122223333');
    assert.deepEqual(await mfaDevices(choice('work')), []);
    assert.equal(stub.asked.length, 2);
  });

  it('with a name that the SDK’s reader skips is not said to be nowhere', async () => {
    files.credentials('[My Team]', ...KEYS);
    files.config('[profile My Team]', '[profile dev(admin)]', '[profile 開発]', '[profile dev]');
    const listed = await listAwsProfiles();
    assert.deepEqual(
      listed.map(({ name, kind }) => [name, kind]),
      [
        ['dev', 'other'],
        ['dev(admin)', 'unreadable'],
        ['My Team', 'unreadable'],
        ['開発', 'unreadable'],
      ],
    );
    for (const name of ['My Team', 'dev(admin)', '開発']) await fails('unreadable-name', name);
    await fails('unknown-profile', 'nowhere');
  });

  it('says of the default chain what its AWS profile lacks', async () => {
    files.config('[default]', 'sso_session = corp', 'sso_account_id = 111122223333', 'sso_role_name = R');
    assert.equal((await fails('incomplete-profile', '')).detail.flaw?.what, '[sso-session corp]');
    await writeFile(join(files.home, 'config'), '[default]\nregion = us-east-1\n');
    await fails('no-credentials', '');
  });
});
