import assert from 'node:assert/strict';
import fc from 'fast-check';
import { profileNames } from '../../../../src/core/connection/awsProfileNames';
import { needsMfa, resolveSignIn, type ProfileLines, type SharedConfig } from '../../../../src/core/connection/signIn';

const KEYS = { aws_access_key_id: 'AKIAEXAMPLE', aws_secret_access_key: 'x' };
const ROLE = 'arn:aws:iam::111122223333:role/Dev';
const SSO = { sso_session: 'corp', sso_account_id: '111122223333', sso_role_name: 'R' };
const CORP = { sso_start_url: 'https://acme.awsapps.example/start', sso_region: 'eu-west-1' };

const config = (
  profiles: Readonly<Record<string, ProfileLines>>,
  ssoSessions: Readonly<Record<string, ProfileLines>> = {},
): SharedConfig => ({ profiles: new Map(Object.entries(profiles)), ssoSessions: new Map(Object.entries(ssoSessions)) });

describe('How an AWS profile signs in', () => {
  const of = (...[profiles, sessions]: Parameters<typeof config>) => {
    const signIn = resolveSignIn('work', config(profiles, sessions));
    return [signIn?.kind, signIn?.awsProfile, signIn?.flaw?.kind, signIn?.flaw?.what];
  };

  for (const [what, told, expected] of [
    ['keys', of({ work: KEYS }), ['keys', 'work', undefined, undefined]],
    ['SSO', of({ work: SSO }, { corp: CORP }), ['sso', 'work', undefined, undefined]],
    [
      'SSO as older files have it',
      of({ work: { ...CORP, sso_account_id: '1', sso_role_name: 'R' } }),
      ['sso', 'work', undefined, undefined],
    ],
    ['SSO without its session', of({ work: SSO }), ['sso', 'work', 'section', '[sso-session corp]']],
    [
      'SSO without account and role',
      of({ work: { sso_session: 'corp' } }, { corp: CORP }),
      ['sso', 'work', 'line', 'sso_account_id, sso_role_name'],
    ],
    [
      'SSO without its role',
      of({ work: { ...SSO, sso_role_name: undefined } }, { corp: CORP }),
      ['sso', 'work', 'line', 'sso_role_name'],
    ],
    [
      'SSO whose session has no Region',
      of({ work: SSO }, { corp: { sso_start_url: 'x' } }),
      ['sso', 'work', 'line', '[sso-session corp]: sso_region'],
    ],
    ['aws login', of({ work: { login_session: 'x' } }), ['login', 'work', undefined, undefined]],
    ['a program', of({ work: { credential_process: 'x' } }), ['process', 'work', undefined, undefined]],
    [
      'a web identity',
      of({ work: { web_identity_token_file: '/t', role_arn: ROLE } }),
      ['web-identity', 'work', undefined, undefined],
    ],
    [
      'a web identity without its role',
      of({ work: { web_identity_token_file: '/t' } }),
      ['none', 'work', 'line', 'role_arn'],
    ],
    [
      'a role of a program’s credentials',
      of({ work: { role_arn: ROLE, source_profile: 'base' }, base: { credential_process: 'x' } }),
      ['process', 'base', undefined, undefined],
    ],
    [
      'a role of an SSO profile without its session',
      of({ work: { role_arn: ROLE, source_profile: 'base' }, base: SSO }),
      ['sso', 'base', 'section', '[sso-session corp]'],
    ],
    ['a role without a source', of({ work: { role_arn: ROLE } }), ['none', 'work', 'line', 'source_profile']],
    [
      'a role whose source is nowhere',
      of({ work: { role_arn: ROLE, source_profile: 'base' } }),
      ['none', 'base', 'section', '[profile base]'],
    ],
    [
      'a role of itself, which has keys',
      of({ work: { ...KEYS, role_arn: ROLE, source_profile: 'work' } }),
      ['keys', 'work', undefined, undefined],
    ],
    [
      'a role of itself',
      of({ work: { role_arn: ROLE, source_profile: 'work' } }),
      ['none', 'work', 'circle', 'work → work'],
    ],
    [
      'roles of each other',
      of({ work: { role_arn: ROLE, source_profile: 'b' }, b: { role_arn: ROLE, source_profile: 'work' } }),
      ['none', 'b', 'circle', 'work → b → work'],
    ],
    [
      'a role of the machine’s credentials',
      of({ work: { role_arn: ROLE, credential_source: 'Environment' } }),
      ['environment', 'work', undefined, undefined],
    ],
    [
      'a role of what nobody knows',
      of({ work: { role_arn: ROLE, credential_source: 'Moon' } }),
      ['environment', 'work', 'value', 'credential_source = Moon'],
    ],
    ['half a key', of({ work: { aws_access_key_id: 'x' } }), ['none', 'work', 'line', 'aws_secret_access_key']],
    ['nothing', of({ work: { region: 'eu-west-1' } }), ['none', 'work', undefined, undefined]],
    ['no such profile', of({}), [undefined, undefined, undefined, undefined]],
  ] as const) {
    it(`is known: ${what}`, () => {
      assert.deepEqual(told, expected);
    });
  }

  it('ends for any files', () => {
    const name = fc.constantFrom('work', 'a', 'b', 'c');
    const line = fc.constantFrom(
      'role_arn',
      'source_profile',
      'credential_source',
      'mfa_serial',
      'sso_session',
      'aws_access_key_id',
      'aws_secret_access_key',
    );
    const profiles = fc.dictionary(name, fc.dictionary(line, name));
    fc.assert(
      fc.property(profiles, (lines) => {
        const signIn = resolveSignIn('work', config(lines));
        assert.equal(signIn === undefined, lines.work === undefined);
        assert.ok((signIn?.chain.length ?? 0) <= 5);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds where the code of an MFA device is needed, also on the way', () => {
    const mfa = { role_arn: ROLE, source_profile: 'base', mfa_serial: 'arn:aws:iam::111122223333:mfa/jane' };
    const files = config({
      mfa,
      base: KEYS,
      onward: { role_arn: ROLE, source_profile: 'mfa' },
      unused: { ...KEYS, mfa_serial: 'x' },
    });
    assert.deepEqual(
      ['mfa', 'onward', 'base', 'unused', 'nowhere'].map((name) => needsMfa(name, files)),
      [true, true, false, false, false],
    );
  });
});

describe('The AWS profiles in the files', () => {
  it('are all named, also those whose names the SDK’s reader skips', () => {
    const names = profileNames(
      '[default]\n[profile dev] # mine\n[profile "My Team"]\n[profile dev(admin)]\n[profile 開発]\n[profile a,b]\n[sso-session corp]\n[services x]\n[no-profile]\n',
      '[default]\n[My Team]\n[base]\n; [commented]\nkey = [value]\n',
    );
    assert.deepEqual(names, ['default', 'dev', 'My Team', 'dev(admin)', '開発', 'a,b', 'base']);
  });
});
