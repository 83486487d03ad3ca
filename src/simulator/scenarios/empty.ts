/** An account that nobody has used yet. */

import type { CallerIdentity, Scenario } from '../scenario';

export const ACCOUNT = '111122223333';
const ROLE = 'AWSReservedSSO_BedrockDeveloper_0123456789abcdef';

/** A person who signed in with IAM Identity Center. */
export function ssoCaller(email: string, role = ROLE): CallerIdentity {
  return {
    account: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${email}`,
    userId: `AROAEXAMPLEDEVELOPER1:${email}`,
  };
}

export const JANE = ssoCaller('jane.doe@acme.example');

/** Access key ids of other people than Jane. */
export const CALLERS: Readonly<Record<string, CallerIdentity>> = {
  AKIAEXAMPLEMARCO0001: ssoCaller('marco.rossi@acme.example'),
  AKIAEXAMPLEYUKI00001: ssoCaller('yuki.tanaka@acme.example'),
  AKIAEXAMPLEADMIN0001: ssoCaller('sam.admin@acme.example', 'AWSReservedSSO_AdministratorAccess_fedcba9876543210'),
  AKIAEXAMPLECIUSER001: {
    account: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/ci-runner`,
    userId: 'AIDAEXAMPLECIUSER0001',
  },
};

export const empty: Scenario = {
  name: 'empty',
  account: ACCOUNT,
  region: 'us-east-1',
  profiles: [],
  direct: [],
  days: 30,
  callers: CALLERS,
  defaultCaller: JANE,
  roles: { 'arn:aws:iam::444455556666:role/BedrockTallyReader': { externalId: 'acme-robotics-7f3' } },
  newProfilesGetTraffic: false,
};
