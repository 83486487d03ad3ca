import assert from 'node:assert/strict';
import {
  credentialSource,
  profileForAgents,
  type NamedProfile,
} from '../../../../src/core/connection/credentialSource';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };
const WORK: NamedProfile = { name: 'work', kind: 'keys' };
const DEFAULT: NamedProfile = { name: 'default', kind: 'sso' };

describe('where a connection’s credentials come from', () => {
  const cases: readonly (readonly [
    what: string,
    setting: string,
    env: Readonly<Record<string, string>>,
    profiles: readonly NamedProfile[],
    source: string,
    handedOn: string,
  ])[] = [
    ['the setting’s profile', 'work', {}, [WORK, DEFAULT], 'profile', 'work'],
    ['the setting’s, whatever the environment says', 'work', { AWS_PROFILE: 'x', ...KEYS }, [WORK], 'profile', 'work'],
    ['AWS_PROFILE’s, with no default there', '', { AWS_PROFILE: 'work' }, [WORK], 'profile', 'work'],
    ['AWS_PROFILE’s before keys, as the SDK has it', '', { AWS_PROFILE: 'work', ...KEYS }, [WORK], 'profile', 'work'],
    ['none where AWS_PROFILE’s is not there', '', { AWS_PROFILE: 'gone' }, [WORK, DEFAULT], 'unknown-profile', ''],
    ['keys, although a default is there: it may be another account', '', KEYS, [DEFAULT], 'environment', ''],
    ['keys alone, as in a dev container', '', KEYS, [], 'environment', ''],
    ['default', '', {}, [WORK, DEFAULT], 'profile', 'default'],
    ['default, with an AWS_PROFILE that is empty', '', { AWS_PROFILE: '' }, [DEFAULT], 'profile', 'default'],
    ['default, with half a pair of keys', '', { AWS_ACCESS_KEY_ID: 'A' }, [DEFAULT], 'profile', 'default'],
    ['the machine’s, where default is only a Region', '', {}, [{ name: 'default', kind: 'other' }], 'machine', ''],
    ['the machine’s, where nothing else is', '', {}, [WORK], 'machine', ''],
  ];
  it('recognizes an AWS profile that asks for an MFA code', () => {
    const source = credentialSource('', { AWS_PROFILE: 'work' }, [{ ...WORK, needsMfa: true }]);
    assert.deepEqual(source, { kind: 'profile', name: 'work', needsMfa: true });
  });

  for (const [what, setting, env, profiles, kind, handedOn] of cases) {
    it(`is ${what}`, () => {
      const source = credentialSource(setting, env, profiles);
      assert.equal(source.kind, kind);
      assert.equal(profileForAgents(source), handedOn);
    });
  }
});
