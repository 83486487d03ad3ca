/** Which variables of a window the gateway's process gets. */

import assert from 'node:assert/strict';
import { processEnvironment } from '../../../../src/gateway/process/spawnProcess';

const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_BEARER_TOKEN_BEDROCK',
  // Of other services, older SDKs and tools.
  'AWS_BEARER_TOKEN_OTHER',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SECRETKEY',
  'AWS_DELEGATION_TOKEN',
  'AWS_VAULT_FILE_PASSPHRASE',
  'aws_session_token',
];

const KEPT = [
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_ROLE_ARN',
  'AWS_VAULT_KEYCHAIN_NAME',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'AWS_CA_BUNDLE',
  'MY_AWS_SECRET_KEY',
  'HTTPS_PROXY',
];

describe('the environment of the gateway’s process', () => {
  const kept = (names: readonly string[]): readonly string[] =>
    Object.keys(processEnvironment(Object.fromEntries(names.map((name) => [name, 'value']))));

  it('has no credentials that stand in a window’s environment alone', () => {
    assert.deepEqual(kept(CREDENTIALS), []);
  });

  it('has what only names them, and what is not of AWS', () => {
    assert.deepEqual(kept(KEPT), KEPT);
  });

  it('has nothing that VS Code sets for its own', () => {
    assert.deepEqual(kept(['VSCODE_IPC_HOOK', 'vscode_pid', 'PATH']), ['PATH']);
  });
});
