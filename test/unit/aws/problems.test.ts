/** What AWS, the SDK and the network throw, and which problem it is to us. */

import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { problemOf, type CallContext } from '../../../src/aws/errors';
import type { AwsApi } from '../../../src/core/awsApi';
import { profileId } from '../../../src/core/ids';
import { isCancelled, type ProblemCode } from '../../../src/core/problem';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { connect, FRIDAY, IMPATIENT, KEYS, problemIn, wanted } from './connect';

const CONTEXT: CallContext = {
  action: 'sts:GetCallerIdentity',
  awsProfile: 'work',
  sso: false,
  region: 'us-east-1',
  endpoint: '',
};

const BILL = { action: 'ce:GetCostAndUsage' };

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more);
const network = (code: string): Error => named('Error', `getaddrinfo ${code}`, { code });
const credentials = (message: string): Error => named('CredentialsProviderError', message);

describe('An error of the SDK', () => {
  const told: readonly (readonly [what: string, error: Error, context: Partial<CallContext>, code: ProblemCode])[] = [
    ['a host that does not exist, in a Region we know', network('ENOTFOUND'), {}, 'unreachable'],
    [
      'a host that does not exist, in a Region nobody knows',
      network('ENOTFOUND'),
      { region: 'eu-west-9' },
      'wrong-region',
    ],
    [
      'a host that does not exist, at an endpoint that was set',
      network('ENOTFOUND'),
      { region: 'eu-west-9', endpoint: 'http://bedrock.invalid' },
      'unreachable',
    ],
    ['no name server', network('EAI_AGAIN'), {}, 'unreachable'],
    ['a proxy with a certificate of its own', network('SELF_SIGNED_CERT_IN_CHAIN'), {}, 'certificate'],
    ['several addresses, none of which answers', new AggregateError([network('ECONNREFUSED')]), {}, 'unreachable'],
    [
      'a proxy’s page instead of an answer',
      new SyntaxError('Unexpected token < in JSON at position 0'),
      {},
      'broken-answer',
    ],
    [
      'nothing that gives credentials',
      credentials('Could not load credentials from any providers'),
      {},
      'no-credentials',
    ],
    ['a token that AWS calls expired', named('ExpiredTokenException', 'expired'), {}, 'expired'],
    ['the same for somebody who signs in', named('ExpiredTokenException', 'expired'), { sso: true }, 'sso-expired'],
    ['a key that nobody has', named('InvalidClientTokenId', 'invalid'), {}, 'refused-credentials'],
    [
      'the same after AWS has told us who we are',
      named('UnrecognizedClientException', 'invalid'),
      { action: 'bedrock:ListInferenceProfiles' },
      'wrong-region',
    ],
    [
      'a clock that is off',
      named('SignatureDoesNotMatch', 'Signature expired: 20261120T200000Z is now earlier than'),
      {},
      'clock-skew',
    ],
    // Without a request id and without a name it is nobody's of AWS: a proxy's page has just that status.
    ['a 403 that is not AWS’s', named('Error', 'Forbidden', { $metadata: { httpStatusCode: 403 } }), {}, 'unreachable'],
    [
      'a 403 of AWS without a name that we know',
      named('Error', 'Forbidden', { $metadata: { httpStatusCode: 403, requestId: '1' } }),
      {},
      'denied',
    ],
    [
      'a 502 of something in between',
      named('Error', 'Bad Gateway', { $metadata: { httpStatusCode: 502 } }),
      {},
      'unreachable',
    ],
    [
      'keys that nobody has, where there is no Region to be wrong',
      named('UnrecognizedClientException', ''),
      BILL,
      'refused-credentials',
    ],
    [
      'a bill that nobody opened',
      named('AccessDeniedException', 'User not enabled for cost explorer access'),
      BILL,
      'not-enabled',
    ],
    ['an account that AWS did not let in yet', named('OptInRequired', ''), BILL, 'not-enabled'],
    ['the same in a Region', named('OptInRequired', ''), { action: 'bedrock:ListInferenceProfiles' }, 'wrong-region'],
    ['data that is not there yet', named('DataUnavailableException', 'Data is not available.'), BILL, 'not-enabled'],
    ['as many alarms as there may be', named('LimitExceeded', ''), { action: 'cloudwatch:PutMetricAlarm' }, 'quota'],
    ['a page that came too late', named('ExpiredNextTokenException', ''), { action: 'pricing:GetProducts' }, 'server'],
    ['a name that every object of JavaScript has', named('constructor', ''), {}, 'unexpected'],
    [
      'the same, of a server that answered with 503',
      named('toString', '', { $metadata: { httpStatusCode: 503, requestId: '1' } }),
      {},
      'server',
    ],
    ['a mistake of ours', new TypeError('x is not a function'), {}, 'unexpected'],
  ];
  for (const [what, error, context, code] of told) {
    it(`is understood: ${what}`, () => {
      assert.equal(problemOf(error, { ...CONTEXT, ...context }).code, code);
    });
  }

  it('names the permission that is missing, which need not be the call’s own', () => {
    const error = named(
      'AccessDeniedException',
      'User: x is not authorized to perform: bedrock:TagResource on resource: y',
    );
    const { detail } = problemOf(error, { ...CONTEXT, action: 'bedrock:CreateInferenceProfile' });
    assert.equal(detail.action, 'bedrock:TagResource');
  });
});

describe('A connection', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
  });
  afterEach(() => simulator.close());

  const using = async (aws: AwsApi, use: (aws: AwsApi) => Promise<unknown>): Promise<void> => {
    try {
      await use(aws);
    } finally {
      aws.dispose();
    }
  };

  it('costs no call until it is used', () =>
    connect(simulator).then((aws) => {
      aws.dispose();
      assert.equal(simulator.calls.all.length, 0);
    }));

  it('to a port where nobody listens is unreachable, and the problem names the endpoint', async () => {
    const { url } = simulator;
    await simulator.close();
    await using(await connect({ url }), async (aws) => {
      const { detail } = await problemIn(aws.whoAmI(wanted()), 'unreachable');
      assert.equal(detail.endpoint, url);
    });
  });

  it('to a Region that AWS does not have is refused', async () => {
    await using(await connect(simulator, { region: 'eu-west-9' }), async (aws) => {
      await problemIn(aws.whoAmI(wanted()), 'refused-credentials');
      await problemIn(aws.listProfiles(wanted()), 'wrong-region');
    });
  });

  it('gives a call up at its deadline, whatever the attempts do', async () => {
    const timeouts = { ...IMPATIENT, answerMs: 5_000, deadlineMs: 200 };
    simulator.faults.add({ kind: 'hang' });
    await using(await connect(simulator, { timeouts }), async (aws) => {
      const { message } = await problemIn(aws.whoAmI(wanted()), 'unreachable');
      assert.match(message, /No answer in time/);
    });
  });

  it('gives a call up at its deadline also where memory is tidied up meanwhile', async () => {
    const timeouts = { ...IMPATIENT, answerMs: 5_000, deadlineMs: 400 };
    simulator.faults.add({ kind: 'hang' });
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    assert.ok(typeof collect === 'function');
    await using(await connect(simulator, { timeouts }), async (aws) => {
      const call = aws.whoAmI(wanted());
      const tidying = setInterval(() => void Reflect.apply(collect, undefined, []), 50);
      try {
        const { message } = await problemIn(call, 'unreachable');
        assert.match(message, /No answer in time/);
      } finally {
        clearInterval(tidying);
      }
    });
  });

  it('does not send what is no longer wanted', async () => {
    await using(await connect(simulator), async (aws) => {
      const error: unknown = await aws.listProfiles(AbortSignal.abort()).catch((thrown: unknown) => thrown);
      assert.ok(isCancelled(error));
      assert.equal(simulator.calls.all.length, 0);
    });
  });

  it('writes a line for each call into the log, without keys or answers', async () => {
    const lines: string[] = [];
    const log = (line: object): void => {
      lines.push(JSON.stringify(line));
    };
    await using(await connect(simulator, { log }), async (aws) => {
      simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
      await aws.whoAmI(wanted());
      await problemIn(aws.tagsInBulk(wanted()), 'denied');
    });
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /"call":"sts:GetCallerIdentity","outcome":"ok"/);
    assert.match(lines[1] ?? '', /"call":"tag:GetResources","outcome":"denied"/);
    assert.ok(lines.every((line) => !line.includes(KEYS.secretAccessKey) && !line.includes('111122223333')));
  });

  it('deletes once, and what is gone already is deleted', async () => {
    await using(await connect(simulator), async (aws) => {
      const before = await aws.listProfiles(wanted());
      const [first] = before;
      assert.ok(first !== undefined);
      simulator.faults.add({ kind: 'drop', operation: 'DeleteInferenceProfile', times: 1 });
      await aws.deleteProfile(first.id, wanted());
      await aws.deleteProfile(first.id, wanted());
      const after = await aws.listProfiles(wanted());
      assert.deepEqual(
        after.map(({ id }) => id),
        before.slice(1).map(({ id }) => id),
      );
      await problemIn(aws.getProfile(profileId(first.id), wanted()), 'not-found');
    });
  });

  it('offers system profiles alone where models may not be listed', async () => {
    await using(await connect(simulator), async (aws) => {
      const all = await aws.listSources(wanted());
      simulator.faults.add({ kind: 'deny', operation: 'ListFoundationModels' });
      const some = await aws.listSources(wanted());
      assert.ok(all.modelsKnown && all.models.length > 0 && all.systemProfiles.some(({ retired }) => retired));
      assert.deepEqual(some, {
        modelsKnown: false,
        models: [],
        systemProfiles: all.systemProfiles.map((source) => ({ ...source, retired: false })),
      });
    });
  });
});
