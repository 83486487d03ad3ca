/** Stand-ins for AWS's sign-in services on loopback: STS's roles and the portal of an SSO session. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What STS answers to AssumeRole. */
export type RoleAnswer = 'given' | 'denied' | 'expired-source';

const text = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
};

const END = '2036-01-01T00:00:00Z';
const given = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLEROLE00001</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${END}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const who = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/Dev/jane</Arn><UserId>AROAEXAMPLE:jane</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const refused = (code: string, message: string): string =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const ROLE_ANSWERS: Readonly<Record<RoleAnswer, readonly [status: number, body: string]>> = {
  given: [200, given],
  denied: [
    403,
    refused(
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/jane is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/Dev',
    ),
  ],
  'expired-source': [403, refused('ExpiredToken', 'The security token included in the request is expired')],
};

export class SignInStub {
  /** How AssumeRole is answered; with a code that is none of these, it is refused. */
  role: RoleAnswer = 'given';
  readonly goodCodes = new Set<string>();
  /** The status with which the SSO portal answers, and whether in AWS's form. */
  portal: { readonly status: number; readonly isAws: boolean } = { status: 200, isAws: true };
  /** The parameters of each AssumeRole. */
  readonly asked: URLSearchParams[] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const aws = { 'x-amzn-requestid': '1' };
    if (request.url?.startsWith('/federation/credentials') === true) {
      const { status, isAws } = this.portal;
      const body = isAws ? JSON.stringify({ message: 'No' }) : '<html>Blocked</html>';
      const roleCredentials = {
        accessKeyId: 'ASIAEXAMPLESSO000001',
        secretAccessKey: 's',
        sessionToken: 't',
        expiration: Date.parse(END),
      };
      response.writeHead(
        status,
        isAws ? { ...aws, 'content-type': 'application/json' } : { 'content-type': 'text/html' },
      );
      response.end(status === 200 ? JSON.stringify({ roleCredentials }) : body);
      return;
    }
    const parameters = new URLSearchParams(await text(request));
    const [status, body] =
      parameters.get('Action') === 'GetCallerIdentity' ? ([200, who] as const) : this.assume(parameters);
    response.writeHead(status, { ...aws, 'content-type': 'text/xml' }).end(body);
  }

  private assume(parameters: URLSearchParams): readonly [number, string] {
    this.asked.push(parameters);
    const code = parameters.get('TokenCode');
    if (code !== null && !this.goodCodes.has(code))
      return [403, refused('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.')];
    return ROLE_ANSWERS[this.role];
  }
}
