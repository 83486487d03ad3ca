/**
 * Secrets of every family, in every form in which a program writes them: none survives, and the filter is as quick on
 * hostile text.
 */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HIDDEN, hideSecrets } from '../../../../src/core/secrets/hideSecrets';
import { withoutSecrets } from '../../../../src/core/secrets/reportRedaction';

const of = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength });
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const LETTERS = `${LOWER}${LOWER.toUpperCase()}`;
const BASE64 = `${LETTERS}${DIGITS}+/`;

/** What opens something and cannot be known by its looks: short, of any characters that stand in one word. */
const password = of(`${LETTERS}${DIGITS}!#$%&*+-./:;<=>?@^_|~,()[]{}`, 6, 20).filter(
  (word) => /^[A-Za-z0-9]/.test(word) && !HIDDEN.includes(word) && !/^(?:true|false|null|none|undefined)\b/i.test(word),
);
const plainPassword = of(`${LETTERS}${DIGITS}`, 6, 20).filter(
  (word) => !/^(?:auth|token|credential|realm|scheme|true$|false$|null$|none$|hidden)/i.test(word),
);
const quotedPassword = of(`${LETTERS}${DIGITS}!#$%&*+-./:;<=>?@^_|~,()[]{} `, 6, 20).filter(
  (word) => !HIDDEN.includes(word.trim()),
);
/** What is known by its looks alone. */
const key = fc.oneof(
  fc.tuple(fc.constantFrom('AKIA', 'ASIA'), of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)).map((parts) => parts.join('')),
  of(BASE64, 40),
  of(BASE64, 300).map((body) => `IQoJb3JpZ2luX2Vj${body}==`),
  of(BASE64, 60).map((body) => `ABSK${body}`),
  of('abcdef0123456789', 40),
  fc.tuple(of(`${LETTERS}${DIGITS}`, 30), of(`${LETTERS}${DIGITS}_-`, 60)).map(([a, b]) => `eyJ${a}.eyJ${b}.${b}`),
  of(`${LETTERS}${DIGITS}`, 36).map((body) => `ghp_${body}`),
  of(`${LETTERS}${DIGITS}`, 20).map((body) => `sk-${body}`),
);

type Form = (value: string) => string;

const FORMS: Readonly<Record<string, readonly [secret: fc.Arbitrary<string>, forms: readonly Form[]]>> = {
  'a command line': [
    password,
    [
      (value) => `okta.sh --user jane --password ${value}`,
      (value) => `tool -p ${value} --verbose`,
      (value) => `tool --token=${value} get`,
      (value) => `tool --client-secret '${value}' get`,
      (value) => `curl -u jane:${value} proxy`,
      (value) => `curl --proxy-user "jane:${value}" proxy`,
      (value) => `Get-Token -Password ${value}`,
      (value) => `Command failed: /opt/tool jane ${value}\nno session`,
      (value) => `Command failed with exit code 1: tool ${value}`,
      (value) => `credential_process = /opt/tool jane ${value} x`,
    ],
  ],
  'the environment and settings': [
    password,
    [
      (value) => `PASSWORD=${value}`,
      (value) => `SMTP_PASS=${value}`,
      (value) => `export DB_PASSWD=${value} && run`,
      (value) => `AWS_SECRET_ACCESS_KEY=${value}`,
      (value) => `NPM_TOKEN_READ=${value}`,
      (value) => `aws_session_token = ${value}`,
      (value) => `client_secret: ${value}`,
      (value) => `Password: ${value}`,
      (value) => `the api key: ${value}`,
      (value) => `secret access key = ${value}`,
      (value) => `//registry.invalid/:_authToken=${value}`,
    ],
  ],
  'JSON and its quotes': [
    quotedPassword,
    [
      (value) => JSON.stringify({ password: value, user: 'jane' }),
      (value) => JSON.stringify({ clientSecret: value }, null, 2),
      (value) => JSON.stringify({ body: JSON.stringify({ SecretAccessKey: value, SessionToken: value }) }),
      (value) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ refreshToken: value }) }) }),
      (value) => `{ 'passphrase': '${value}' }`,
      (value) => `apiKey = "${value}"`,
    ],
  ],
  'AWS’s XML': [
    plainPassword,
    [
      (value) => `<SessionToken>${value}</SessionToken>`,
      (value) => `<Credentials><SecretAccessKey>${value}</SecretAccessKey></Credentials>`,
    ],
  ],
  'who signs in to a proxy': [
    plainPassword,
    [
      (value) => `http://jane:${value}@proxy.acme.example:8080`,
      (value) => `http://jane:pa/${value}@proxy.acme.example:8080/`,
      (value) => `HTTPS_PROXY=http://${value}@proxy.acme.example`,
      (value) => `connecting to jane:${value}@proxy.acme.example:8080`,
      (value) => `proxy "jane:${value}@proxy.acme.example"`,
      (value) => `https://sts.amazonaws.com/?X-Amz-Signature=${value}`,
      (value) => `https://app.invalid/#access_token=${value}&state=1`,
    ],
  ],
  'a header': [
    plainPassword.filter(({ length }) => length >= 8),
    [
      (value) => `Authorization: Bearer ${value}`,
      (value) => `Authorization: Digest username="jane", response="${value}"`,
      (value) => `proxy-authorization: Basic ${value}`,
      (value) => `got Bearer ${value} from`,
      (value) => `Cookie: a=1; session=${value}; b=2`,
      (value) => `x-amz-security-token:${value};`,
      (value) => `AWS4-HMAC-SHA256 Credential=${value}/20261121/us-east-1, SignedHeaders=host, Signature=${value}`,
    ],
  ],
  'a file of keys': [
    key,
    [
      (value) => `-----BEGIN PRIVATE KEY-----\n${value}\n${value}\n-----END PRIVATE KEY-----`,
      (value) => JSON.stringify({ k: `-----BEGIN EC PRIVATE KEY-----\nabc${value}\n` }),
    ],
  ],
  'no form at all': [
    key,
    [(value) => value, (value) => `(${value})`, (value) => `"${value}"`, (value) => `in /tmp/${value}`],
  ],
};

describe('The filter that hides secrets', () => {
  for (const [family, [secret, forms]] of Object.entries(FORMS)) {
    it(`leaves none of ${family}, whatever stands around it`, () => {
      fc.assert(
        fc.property(secret, fc.constantFrom(...forms), fc.string(), fc.string(), (value, form, before, after) => {
          // Said beside the secret in plain words, the same text is no secret that could be known.
          fc.pre(!`${before} ${after}`.includes(value.trim()));
          for (const text of [
            form(value),
            `${before} ${form(value)} ${after}`,
            `${before}\n${form(value)}\n${after}`,
          ]) {
            assert.ok(text.includes(value));
            assert.ok(!hideSecrets(text).includes(value.trim()), hideSecrets(text));
          }
        }),
        { numRuns: 1000 },
      );
    });
  }

  for (const text of [
    '-p Cookie: a=1; session=hush; b=2',
    '-p "Cookie": "a=1; session=hush"',
    'token: Cookie: a=1; session=hush',
    '-p secret: password: hush',
    '-p api key: hush',
    '<token>Cookie: a=1; session=hush</token>',
  ]) {
    it(`hides what follows a value that is a name itself: ${text}`, () => {
      assert.doesNotMatch(hideSecrets(text), /hush/);
    });
  }

  it('hides the whole of a quoted value, whatever quotes and escapes are in it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.constantFrom('password', 'SecretAccessKey', 'refreshToken'),
        (value, name) => {
          const told = hideSecrets(JSON.stringify({ [name]: value, user: 'jane' }));
          assert.equal(told, JSON.stringify({ [name]: HIDDEN, user: 'jane' }));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('changes nothing the second time: what is stored is read and shown again', () => {
    const any = fc.oneof(
      fc.string(),
      ...Object.values(FORMS).map(([secret, forms]) =>
        fc.tuple(secret, fc.constantFrom(...forms)).map(([value, form]) => form(value)),
      ),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 3 }), (parts) => {
        const once = hideSecrets(parts.join(' '));
        assert.equal(hideSecrets(once), once);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves what is known to be secret here, however it looks, to nobody', () => {
    assert.equal(hideSecrets('the key is short1', ['short1']), `the key is ${HIDDEN}`);
  });

  for (const plain of [
    'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/Developer/jane is not authorized to perform: bedrock:ListInferenceProfiles',
    'CredentialsProviderError: Could not load credentials from any providers',
    'CredentialsProviderError: Token is expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    'SignatureDoesNotMatch: The request signature we calculated does not match.',
    'ERROR: your Okta session has expired, run: okta-aws login',
    'unreachable: sts:GetSessionToken work eu-west-1 connect ECONNREFUSED 127.0.0.1:9',
    'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc1def2gh3i',
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockDeveloper_0123456789abcdef/jane@acme.example',
    'eu.anthropic.claude-sonnet-4-5-20250929-v1:0 and us.meta.llama3-2-90b-instruct-v1:0',
    'cannot write in /Users/Jane/Library/ApplicationSupport/Code/User/globalStorage/bedrock-tally',
    'Basic authentication is required by the proxy',
    '"max_tokens": 4096, inputTokens=12, tokens: 77',
    'PWD=/home/jane https://docs.aws.amazon.com/cli/#sso http://127.0.0.1:8799/a',
    'skipping-the-rest-of-this, https://registry.invalid/@scope/package',
  ]) {
    it(`leaves alone: ${plain.slice(0, 60)}`, () => {
      assert.equal(hideSecrets(plain), plain);
    });
  }
});

/**
 * Beginnings of what the filter looks for; any of them, a million times over, would take hours if it were read again
 * from each place.
 */
const HOSTILE = [
  ...[
    'secret',
    'token:',
    'token',
    'token: ',
    'password=',
    'password: a',
    'password="',
    '"password":\\"',
    'api key',
    '--password ',
    '-p ',
  ],
  ...[
    '-u ',
    '-u "',
    'a',
    'A',
    'aA',
    'Aaa',
    '0',
    'aaaa.',
    'http://',
    '://',
    '://a:',
    'a:b@',
    'a@',
    'a:@',
    '@',
    ':',
    '#',
    '?',
    '=',
    '/',
    '\\',
  ],
  ...[
    '"',
    '\\"',
    "'",
    ' ',
    '\t',
    '\n',
    '-----BEGIN ',
    '-----END',
    '-----',
    'Bearer ',
    'Bearer a',
    'AKIA',
    'eyJ',
    'sk-',
    'ghp_',
    'arn:',
    ':a',
  ],
  ...[
    'AWSReservedSSO_',
    'AWSReservedSSO_a_',
    '<password>',
    'Command failed: ',
    'Command failed with ',
    '111122223333',
    '1111-',
    '/home',
    '(a',
  ],
  ...[
    'authorization',
    'cookie: ',
    'true,',
    'password=true,',
    'a1',
    '_',
    'x'.repeat(40),
    'credential_process',
    '\r',
    '…',
    '開',
  ],
] as const;

describe('The filter, on a megabyte of hostile text', function () {
  this.timeout(120_000);
  const SIZE = 1_000_000;
  const run = (text: string): void => {
    const told = withoutSecrets(text, { home: '/home/jane', secrets: ['aaaa'] });
    assert.ok(told.length <= text.length * 4 + 100);
  };
  const repeated = (parts: readonly string[]): string => {
    const round = parts.join('');
    return round.repeat(Math.ceil(SIZE / round.length));
  };

  it('ends, whichever beginning of a pattern is repeated', () => {
    for (const part of HOSTILE) run(repeated([part]));
  });

  it('ends, whichever two of them take turns or follow each other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE), fc.boolean(), (one, other, inTurns) => {
        run(inTurns ? repeated([one, other]) : `${repeated([one])}${repeated([other])}`);
      }),
      { numRuns: 15 },
    );
  });
});
