import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, region } from '../../../src/core/ids';
import { hideSecrets } from '../../../src/core/secrets/hideSecrets';
import { Secrets, type SecretUse } from '../../../src/gateway/secrets';
import { secretIn } from '../../../src/core/gateway/secretForm';
import { bearerOf, makeSecret } from '../../../src/gateway/secretText';

const place = {
  awsProfile: 'dev',
  account: accountId('111122223333'),
  region: region('us-east-1'),
  endpoint: '',
};
const cline: SecretUse = { agent: 'cline', project: undefined, place };
const inProject: SecretUse = { ...cline, project: '/home/jane/atlas' };
const elsewhere: SecretUse = { ...cline, place: { ...place, region: region('eu-west-1') } };

describe('the gateway’s secrets', () => {
  let parent: string;
  let folder: string;
  let secrets: Secrets;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'secrets-'));
    folder = join(parent, 'secrets');
    secrets = new Secrets(folder);
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('have 256 bits, and a form that fits into a path and a header', () => {
    const made = Array.from({ length: 200 }, makeSecret);
    assert.equal(new Set(made).size, made.length);
    for (const secret of made) {
      assert.equal(secretIn(secret), secret);
      assert.equal(encodeURIComponent(secret), secret);
      assert.equal(bearerOf(`Bearer ${secret}`), secret);
      assert.equal(Buffer.from(secret.slice('bedrock-tally_'.length), 'base64url').length, 32);
    }
    for (const other of [
      '',
      'Bearer',
      'Bearer x',
      'Basic abc',
      `Bearer ${makeSecret()} x`,
      `AWS4-HMAC-SHA256 ${makeSecret()}`,
    ])
      assert.equal(bearerOf(other), undefined);
  });

  it('belong to an agent, a project and a place', async () => {
    const issued = await Promise.all([cline, inProject, elsewhere].map((use) => secrets.issue(use, 5)));
    assert.equal(new Set(issued).size, 3);
    for (const [index, use] of [cline, inProject, elsewhere].entries()) {
      const found = await secrets.find(secretIn(issued[index] ?? '') ?? makeSecret());
      assert.deepEqual(found, { ...use, id: found?.id, issuedAt: 5 });
    }
    assert.equal(await secrets.find(makeSecret()), undefined);
    assert.equal((await secrets.list()).length, 3);
  });

  it('are renewed in one step', async () => {
    const old = await secrets.issue(cline, 1);
    const other = await secrets.issue(inProject, 1);
    const renewed = await secrets.issue(cline, 2);
    assert.equal(await secrets.find(old), undefined);
    assert.equal((await secrets.find(renewed))?.issuedAt, 2);
    assert.equal((await secrets.find(other))?.issuedAt, 1);
    await secrets.revoke(cline);
    assert.equal(await secrets.find(renewed), undefined);
    await secrets.revoke(cline);
  });

  it('are known at once to other processes, also after the folder had settled', async () => {
    const others = new Secrets(folder);
    const first = await secrets.issue(cline, 1);
    await utimes(folder, 1000, 1000);
    assert.ok(await others.find(first));
    const renewed = await secrets.issue(cline, 2);
    assert.equal(await others.find(first), undefined);
    assert.ok(await others.find(renewed));
    await rm(folder, { recursive: true });
    assert.equal(await others.find(renewed), undefined);
  });

  it('are kept as hashes, in files that only the user can read', async () => {
    const secret = await secrets.issue(cline, 1);
    const [file = ''] = await readdir(folder);
    const content = await readFile(join(folder, file), 'utf8');
    assert.ok(!content.includes(secret.slice(-20)));
    if (process.platform === 'win32') return;
    assert.equal((await stat(join(folder, file))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('are not taken from a file that others could have written, or that is not ours', async () => {
    const secret = await secrets.issue(cline, 1);
    const [file = ''] = await readdir(folder);
    const content = await readFile(join(folder, file), 'utf8');
    for (const [name, text] of [
      ['notes.txt', 'x'],
      ['a.v1.json', '{'],
      ['b.v1.json', '{"hash": 5}'],
      ['c.v2.json', content],
    ] as const)
      await writeFile(join(folder, name), text, { mode: 0o600 });
    assert.ok(await secrets.find(secret));
    assert.equal((await secrets.list()).length, 1);
    if (process.platform === 'win32') return;
    await chmod(join(folder, file), 0o666);
    assert.equal(await new Secrets(folder).find(secret), undefined);
  });

  it('are hidden wherever they are logged', () => {
    const secret = makeSecret();
    for (const text of [`http://127.0.0.1:4000/${secret}/model/x`, `Authorization: Bearer ${secret}`, `at ${secret}.`])
      assert.ok(!hideSecrets(text).includes(secret.slice(-20)), text);
  });
});
