import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CHECKS, type CheckResults } from '../../../../src/core/diagnose/checks';
import { actionsOf, COST_GROUPS, PROFILE_GROUPS } from '../../../../src/core/policies/permissions';
import { Problem } from '../../../../src/core/problem';
import { HIDDEN } from '../../../../src/core/secrets/hideSecrets';
import { withoutSecrets } from '../../../../src/core/secrets/reportRedaction';
import type { Finding } from '../../../../src/features/diagnose/finding';
import { reportMarkdown, type ReportTexts } from '../../../../src/features/diagnose/reportMarkdown';

const HOME = '/home/jane';
const clean = (text: string): string => withoutSecrets(text, { home: HOME });

const letters = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: length, maxLength: length });
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = '0123456789';

/** Everything that must never be told, in the forms in which it comes. */
const secret = fc.oneof(
  fc.tuple(fc.constantFrom('AKIA', 'ASIA', 'AROA', 'AIDA'), letters(UPPER, 16)).map((parts) => parts.join('')),
  letters(BASE64, 40),
  letters(BASE64, 400).map((body) => `IQoJb3JpZ2luX2Vj${body}==`),
  letters(BASE64, 60).map((body) => `ABSK${body}`),
  letters('abcdef0123456789', 64),
  fc
    .tuple(letters(BASE64.replace(/[+/]/g, ''), 30), letters(BASE64.replace(/[+/]/g, ''), 60))
    .map(([head, body]) => `eyJ${head}.eyJ${body}.${body}`),
  letters(DIGITS, 12).filter((digits) => new Set(digits).size > 2),
);

/** Between the words of a sentence, in a file, in a URL, in an ARN, in what AWS says. */
const placed = (value: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    value,
    `"${value}"`,
    `aws_secret_access_key = ${value}`,
    `AWS_SESSION_TOKEN=${value}`,
    `Authorization: Bearer ${value}`,
    `x-amz-security-token:${value};`,
    `http://proxy-user:${value}@proxy.acme.example:8080`,
    `https://sts.amazonaws.com/?Action=GetCallerIdentity&X-Amz-Signature=${value}`,
    `User: arn:aws:sts::111122223333:assumed-role/${value}/jane is not authorized`,
    `(${value})`,
    `Credential=${value}/20261121/us-east-1`,
  );

const text = fc
  .tuple(fc.string(), secret, fc.string())
  .chain(([before, value, after]) => placed(value).map((at) => ({ value, text: `${before} ${at} ${after}` })));

describe('Text that may be sent to somebody', () => {
  it('holds no key, no token and no full account number, wherever they stood', () => {
    fc.assert(
      fc.property(text, ({ value, text: told }) => {
        assert.ok(!clean(told).includes(value), clean(told));
      }),
      { numRuns: 2000 },
    );
  });

  for (const [told, left] of [
    [
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl',
      'arn:…:bedrock:us-east-1:…:application-inference-profile/abcdefghijkl',
    ],
    ['account 111122223333', 'account …3333'],
    ['account 1111-2222-3333', 'account …3333'],
    ['/home/jane/.cline/data/globalState.json', '~/.cline/data/globalState.json'],
    ['/home/janet/.cline', '/home/janet/.cline'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['A call costs tokens: use Verify', 'A call costs tokens: use Verify'],
    ['token: abc123', `token: ${HIDDEN}`],
    ['credentials: renew them', 'credentials: renew them'],
    [
      'as assumed-role/AWSReservedSSO_BedrockDeveloper_0123456789abcdef/jane.doe@acme.example',
      'as assumed-role/AWSReservedSSO_BedrockDeveloper_…/jane.doe@acme.example',
    ],
    ['role AWSReservedSSO_BedrockDeveloper_0123456789abcdef', 'role AWSReservedSSO_BedrockDeveloper_…'],
    ['https://bedrock.eu-west-1.amazonaws.com', 'https://bedrock.eu-west-1.amazonaws.com'],
    ['http://jane:hunter2@proxy:8080', 'http://…@proxy:8080'],
    ['bedrock:CreateInferenceProfile', 'bedrock:CreateInferenceProfile'],
    ['2026-11-21T11:03:17Z', '2026-11-21T11:03:17Z'],
    ['AWS_SECRET_ACCESS_KEY=x', `AWS_SECRET_ACCESS_KEY=${HIDDEN}`],
    ['Bedrock Tally 0.1.0, VS Code 1.139.1, Node.js 24.11.0', 'Bedrock Tally 0.1.0, VS Code 1.139.1, Node.js 24.11.0'],
  ] as const) {
    it(`tells ${told} as ${left}`, () => {
      assert.equal(clean(told), left);
    });
  }

  it('tells every permission in full, however long its name is', () => {
    const actions = actionsOf(...PROFILE_GROUPS, ...COST_GROUPS);
    assert.ok(actions.some((action) => action.replace(/^.*:/, '').length >= 32));
    for (const action of actions) assert.equal(clean(`ask for ${action}, please`), `ask for ${action}, please`);
  });

  it('knows a Windows home with either slash and in either case', () => {
    const known = { home: 'C:\\Users\\Jane' };
    assert.equal(withoutSecrets('c:/users/jane/.aws/config', known), '~/.aws/config');
    assert.equal(withoutSecrets('C:\\Users\\Jane\\.aws', known), '~\\.aws');
  });

  it('leaves out what was named as a secret', () => {
    assert.equal(withoutSecrets('the key is short1', { home: '', secrets: ['short1'] }), `the key is ${HIDDEN}`);
  });
});

describe('A report', () => {
  const texts = (spoil: string): ReportTexts => ({
    title: `Report ${spoil}`,
    asOf: spoil,
    summary: () => spoil,
    actionsHeading: spoil,
    section: () => spoil,
    check: () => spoil,
    permissions: () => spoil,
    outcome: { passed: '✓', failed: '✗', untested: '–' },
    problem: (problem): Finding => ({ outcome: 'failed', lines: [problem.message], action: problem.message }),
    blocked: () => spoil,
    notAgreed: spoil,
  });

  it('is free of secrets whatever its checks have said', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('finding', 'problem', 'texts'), ({ value, text: told }, where) => {
        const result =
          where === 'problem'
            ? ({ outcome: 'problem', problem: new Problem('denied', { message: told }) } as const)
            : ({ outcome: 'failed', lines: [told, told], action: told } as const);
        const results = Object.fromEntries(CHECKS.map(({ id }) => [id, result])) as CheckResults<Finding>;
        const report = reportMarkdown(results, texts(where === 'texts' ? told : 'x'), { home: HOME });
        assert.ok(!report.includes(value) && !report.replaceAll('\\', '').includes(value), report);
      }),
      { numRuns: 300 },
    );
  });
});
