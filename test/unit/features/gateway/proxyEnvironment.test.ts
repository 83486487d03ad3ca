import assert from 'node:assert/strict';
import { withProxy } from '../../../../src/features/gateway/proxyEnvironment';
import { proxyFor } from '../../../../src/http/proxySettings';

describe('The gateway’s process', () => {
  const settings = { proxy: 'http://company:3128', noProxy: ['aws.example'], support: 'override' };
  const reached = (url: string, env: NodeJS.ProcessEnv): string | undefined => proxyFor(new URL(url), env)?.href;

  it('reaches AWS through the proxy of VS Code’s settings, before that of the environment', () => {
    const env = withProxy({ https_proxy: 'http://other:1', PATH: '/bin' }, settings);
    assert.equal(reached('https://bedrock.amazonaws.com', env), 'http://company:3128/');
    assert.equal(reached('https://bedrock.aws.example', env), undefined);
    assert.equal(env.PATH, '/bin');
  });

  it('goes by the environment where the settings have none, or switch it off', () => {
    const env = { HTTPS_PROXY: 'http://other:1' };
    assert.deepEqual(withProxy(env, { ...settings, proxy: '' }), env);
    assert.deepEqual(withProxy(env, { ...settings, support: 'off' }), env);
  });
});
