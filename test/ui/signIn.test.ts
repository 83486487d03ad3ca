/** Ways to sign in that fail, in a real VS Code: what is shown, what is logged, and what helps. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import { openTally, writeAwsFiles, type Tally } from './tally';

const OKTA = `[profile okta]
region = us-east-1
credential_process = sh -c 'echo "ERROR: your Okta session has expired, run: okta-aws login" >&2; exit 1' -- --user jane --password hunter2
`;

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
});
