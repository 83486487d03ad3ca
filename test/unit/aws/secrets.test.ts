import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { openCloud } from '../../../src/aws/index';
import { problemOf } from '../../../src/aws/errors';
import { region } from '../../../src/core/ids';
import { isProblem } from '../../../src/core/problem';
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

describe('A credential process that never ends', () => {
  it('ends at the deadline all the same, as something that does not answer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bedrock-tally-process-'));
    const config = join(folder, 'config');
    await writeFile(config, `[profile work]\nregion = us-east-1\ncredential_process = sleep 5\n`);
    const before = process.env.AWS_CONFIG_FILE;
    process.env.AWS_CONFIG_FILE = config;
    try {
      const choice = { awsProfile: 'work', region: region('us-east-1'), endpoint: 'http://127.0.0.1:9' };
      const patience = { connectMs: 100, answerMs: 100, deadlineMs: 300 };
      const cloud = await openCloud(choice, () => undefined, undefined, patience);
      await assert.rejects(
        cloud.whoAmI(wanted()),
        (error: unknown) => isProblem(error) && error.code === 'unreachable',
      );
      cloud.dispose();
    } finally {
      if (before === undefined) delete process.env.AWS_CONFIG_FILE;
      else process.env.AWS_CONFIG_FILE = before;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
