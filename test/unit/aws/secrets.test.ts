import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { openAws } from '../../../src/aws/index';
import { problemOf } from '../../../src/aws/errors';
import { region } from '../../../src/core/ids';
import { isProblem, type Problem } from '../../../src/core/problem';
import { wanted } from './connect';

const context = {
  action: 'bedrock:ListInferenceProfiles',
  awsProfile: 'work',
  sso: false,
  region: 'us-east-1',
  endpoint: '',
};
const refused = (name: string, message: string) => problemOf(Object.assign(new Error(message), { name }), context);

describe('What AWS says about a signature', () => {
  it('is kept without the request that it repeats, session token included', () => {
    const { detail } = refused(
      'SignatureDoesNotMatch',
      "The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'GET\n/\n\nx-amz-security-token:IQoJb3JpZ2luX2VjEXAMPLE'",
    );
    assert.equal(detail.message, 'SignatureDoesNotMatch: The request signature we calculated does not match.');
  });

  it('is about the clock where it says so, under both of its names', () => {
    for (const name of ['SignatureDoesNotMatch', 'InvalidSignatureException']) {
      assert.equal(
        refused(name, 'Signature expired: 20261121T000000Z is now earlier than 20261121T001500Z').code,
        'clock-skew',
      );
    }
  });
});

/** Who we are by an AWS profile whose credentials come of a command; the problem that this is. */
async function problemOfProcess(command: string, deadlineMs = 10_000): Promise<Problem> {
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-tally-process-'));
  const config = join(folder, 'config');
  await writeFile(config, `[profile work]\nregion = us-east-1\ncredential_process = ${command}\n`);
  const before = process.env.AWS_CONFIG_FILE;
  process.env.AWS_CONFIG_FILE = config;
  try {
    const choice = { awsProfile: 'work', region: region('us-east-1'), endpoint: 'http://127.0.0.1:9' };
    const timeouts = { connectMs: 100, answerMs: 100, deadlineMs };
    const aws = await openAws(choice, { log: () => undefined, timeouts });
    try {
      const problem: unknown = await aws.whoAmI(wanted()).catch((error: unknown) => error);
      assert.ok(isProblem(problem));
      return problem;
    } finally {
      aws.dispose();
    }
  } finally {
    if (before === undefined) delete process.env.AWS_CONFIG_FILE;
    else process.env.AWS_CONFIG_FILE = before;
    await rm(folder, { recursive: true, force: true });
  }
}

describe('A credential process that fails', () => {
  it('is told by its own words, without its command line', async () => {
    const script = "console.error('ERROR: your Okta session has expired,\\nrun: okta-aws login'); process.exit(1)";
    const { message } = await problemOfProcess(
      `"${process.execPath}" -e "${script}" -- --user jane --password hunter2`,
    );
    assert.match(message, /ERROR: your Okta session has expired, run: okta-aws login/);
    assert.doesNotMatch(message, /hunter2|--password|okta\.sh|Command failed/);
  });

  it('keeps its password to itself also where it repeats how it was called', async () => {
    const script = "console.error('usage: okta ' + process.argv.slice(1).join(' ')); process.exit(2)";
    const { message } = await problemOfProcess(
      `"${process.execPath}" -e "${script}" -- --user jane --password hunter2`,
    );
    assert.match(message, /usage: okta --user jane --password \(hidden\)/);
  });

  it('says so where it has no words', async () => {
    const { code, detail } = await problemOfProcess(`"${process.execPath}" -e "process.exit(1)" -- --password hunter2`);
    assert.deepEqual([code, detail.message], ['process-failed', undefined]);
  });
});

describe('A credential process that never ends', () => {
  it('ends at the deadline all the same, as a program that failed', async () => {
    assert.equal((await problemOfProcess('sleep 5', 300)).code, 'process-failed');
  });
});
