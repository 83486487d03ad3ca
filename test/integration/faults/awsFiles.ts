/** A scratch home with AWS's files in it, for the time of one test. Leaves the environment as it was. */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A port where nobody listens: whatever the SDK would ask of AWS's sign-in services ends there. */
const NOBODY = 'http://127.0.0.1:9';

/** What may lead the SDK to credentials. */
const NAMES = [
  'HOME',
  'USERPROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_SSO_OIDC',
] as const;

export class AwsFiles {
  readonly home = mkdtempSync(join(tmpdir(), 'bedrock-tally-aws-'));
  private readonly before = new Map(NAMES.map((name) => [name, process.env[name]]));

  constructor() {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      HOME: this.home,
      USERPROFILE: this.home,
      AWS_CONFIG_FILE: join(this.home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.home, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_SSO: NOBODY,
      AWS_ENDPOINT_URL_SSO_OIDC: NOBODY,
    });
    mkdirSync(join(this.home, '.aws/sso/cache'), { recursive: true });
  }

  config(...lines: readonly string[]): void {
    writeFileSync(join(this.home, 'config'), `${lines.join('\n')}\n`);
  }

  credentials(...lines: readonly string[]): void {
    writeFileSync(join(this.home, 'credentials'), `${lines.join('\n')}\n`);
  }

  /** The token that `aws sso login` leaves, under its session's name or, in older files, its start URL. */
  ssoToken(session: string, token: object): void {
    const name = createHash('sha1').update(session).digest('hex');
    writeFileSync(join(this.home, '.aws/sso/cache', `${name}.json`), JSON.stringify(token));
  }

  restore(): void {
    for (const [name, value] of this.before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    rmSync(this.home, { recursive: true, force: true });
  }
}
