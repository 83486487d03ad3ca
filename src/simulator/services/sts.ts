/** GetCallerIdentity and AssumeRole. */

import { RequestValidator, type TextRule } from '../requestValidator';
import { accessDenied } from '../errors';
import type { Operation } from '../operation';
import { alphanumerics, seedOf } from '../prng';
import type { CallerIdentity } from '../scenario';

const ROLE: TextRule = {
  min: 20,
  max: 2048,
  pattern: 'arn:aws(-[a-z-]+)?:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]+',
  required: true,
};
const SESSION: TextRule = { min: 2, max: 64, pattern: '[\\w+=,.@-]*', required: true };
const EXTERNAL_ID: TextRule = { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' };
const TOKEN_CODE: TextRule = { min: 6, max: 6, pattern: '[\\d]*' };
const HOUR = 3600;

const getCallerIdentity: Operation = (_input, { caller }) => ({
  body: { Arn: caller.arn, UserId: caller.userId, Account: caller.account },
});

/** A role's session, as the caller of everything that it signs. */
function sessionOf(roleArn: string, sessionName: string): CallerIdentity {
  const account = roleArn.split(':')[4] ?? '';
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    userId: `AROA${alphanumerics(17, seedOf(roleArn)).toUpperCase()}:${sessionName}`,
  };
}

/** Any role can be assumed; one that the scenario defines may require an external id. */
const assumeRole: Operation = (input, { account, caller, now }) => {
  const [roleArn, name] = [input.text('RoleArn'), input.text('RoleSessionName')];
  const externalId = input.text('ExternalId');
  const seconds = input.number('DurationSeconds');
  const validator = new RequestValidator();
  validator.text('roleArn', roleArn, ROLE);
  validator.text('roleSessionName', name, SESSION);
  validator.text('externalId', externalId, EXTERNAL_ID);
  validator.text('tokenCode', input.text('TokenCode'), TOKEN_CODE);
  validator.range('durationSeconds', seconds, HOUR / 4, 12 * HOUR);
  validator.done();
  const requested = roleArn ?? '';
  const wanted = account.scenario.roles?.[requested]?.externalId;
  if (wanted !== undefined && wanted !== externalId) throw accessDenied(caller.arn, 'sts:AssumeRole', requested);
  const session = sessionOf(requested, name ?? '');
  const keys = account.sessions.start(session, now + (seconds ?? HOUR) * 1000);
  return {
    body: {
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        SecretAccessKey: keys.secretAccessKey,
        SessionToken: keys.sessionToken,
        Expiration: new Date(keys.expires),
      },
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      PackedPolicySize: 0,
    },
  };
};

export const stsOperations: Readonly<Record<string, Operation>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};
