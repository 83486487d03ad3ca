import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem';
import { accountId } from '../../../src/core/ids';
import type { SigningCredentials } from '../../../src/gateway/aws';
import { CredentialCache } from '../../../src/gateway/credentialCache';

const MINUTE = 60_000;

describe('the credentials of a place', () => {
  let now: number;
  let resolved: number;
  let next: () => Promise<SigningCredentials>;
  let cache: CredentialCache;
  const keys = (expiresAt?: number): SigningCredentials => ({
    accessKeyId: `key-${resolved}`,
    secretAccessKey: 'secret',
    account: accountId('111122223333'),
    expiresAt,
  });
  beforeEach(() => {
    now = 1_000_000;
    resolved = 0;
    next = () => Promise.resolve(keys());
    cache = new CredentialCache(
      () => {
        resolved += 1;
        return next();
      },
      () => now,
    );
  });
  const key = async (): Promise<string> => (await cache.get()).accessKeyId;
  const fail = (): void => {
    next = () => Promise.reject(new Problem('sso-expired'));
  };
  const isRefused = (): Promise<void> => assert.rejects(cache.get(), { code: 'sso-expired' });

  it('are resolved once for all calls that need them', async () => {
    assert.deepEqual(await Promise.all([key(), key(), key()]), ['key-1', 'key-1', 'key-1']);
    now += 4 * MINUTE;
    assert.equal(await key(), 'key-1');
  });

  it('are resolved again after a while, and before they end', async () => {
    await key();
    now += 6 * MINUTE;
    assert.equal(await key(), 'key-2');
    next = () => Promise.resolve(keys(now + 7 * MINUTE));
    now += 6 * MINUTE;
    await key();
    now += 3 * MINUTE;
    assert.equal(await key(), 'key-4');
  });

  it('are resolved again where the clock went back', async () => {
    await key();
    now -= 60 * MINUTE;
    assert.equal(await key(), 'key-2');
  });

  it('are good until they end, also where they cannot be renewed', async () => {
    const end = now + 10 * MINUTE;
    next = () => Promise.resolve(keys(end));
    await key();
    fail();
    now = end - 1;
    assert.equal(await key(), 'key-1');
    now = end + 1;
    await isRefused();
  });

  it('are not resolved again at once after a failure, and at last every quarter of a minute', async () => {
    fail();
    await Promise.all([isRefused(), isRefused()]);
    await isRefused();
    assert.equal(resolved, 1);
    for (const pause of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before: number = resolved;
      now += pause - 1;
      await isRefused();
      assert.equal(resolved, before, `${pause}`);
      now += 1;
      await isRefused();
      assert.equal(resolved, before + 1, `${pause}`);
    }
  });

  it('work again after signing in', async () => {
    fail();
    await isRefused();
    next = () => Promise.resolve(keys());
    now += 1_000;
    assert.equal(await key(), 'key-2');
  });
});
