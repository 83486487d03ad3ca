import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OPERATIONS, routeOf, splitTarget } from '../../../src/gateway/routes';
import { makeSecret } from '../../../src/gateway/secretText';

describe('the gateway’s routes', () => {
  it('are those of Bedrock’s runtime', () => {
    for (const operation of OPERATIONS) {
      const model = 'us.anthropic.claude-sonnet-5';
      assert.deepEqual(routeOf('POST', `/model/${model}/${operation}`), { kind: 'runtime', operation, model });
      assert.deepEqual(routeOf('GET', `/model/${model}/${operation}`), { kind: 'unknown' });
    }
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6';
    for (const model of [arn, encodeURIComponent(arn)])
      assert.deepEqual(routeOf('POST', `/model/${model}/invoke?beta=true`), {
        kind: 'runtime',
        operation: 'invoke',
        model,
      });
  });

  it('have the lists that agents look models up in', () => {
    assert.deepEqual(routeOf('GET', '/inference-profiles'), { kind: 'list-profiles', type: 'SYSTEM_DEFINED' });
    const list = routeOf('GET', '/inference-profiles?maxResults=100&type=APPLICATION');
    assert.deepEqual(list, { kind: 'list-profiles', type: 'APPLICATION' });
    assert.deepEqual(routeOf('GET', '/inference-profiles/us.a.b'), { kind: 'get-profile', identifier: 'us.a.b' });
  });

  it('are no others', () => {
    for (const [method, path] of [
      ['POST', '/'],
      ['POST', '/model//invoke'],
      ['POST', '/model/a.b'],
      ['POST', '/model/a.b/invoke/'],
      ['POST', '/model/a.b/apply'],
      ['POST', '/model/a.b/async-invoke'],
      ['PUT', '/model/a.b/invoke'],
      ['OPTIONS', '/model/a.b/invoke'],
      ['POST', '/inference-profiles'],
      ['DELETE', '/inference-profiles/a'],
      ['GET', '/foundation-models'],
      ['POST', '//model/a.b/invoke'],
      ['POST', '/x/model/a.b/invoke'],
    ] as const)
      assert.deepEqual(routeOf(method, path), { kind: 'unknown' }, `${method} ${path}`);
  });

  it('may stand behind a secret', () => {
    const secret = makeSecret();
    assert.deepEqual(splitTarget(`/${secret}/model/a.b/invoke?x=1`), { secret, path: '/model/a.b/invoke?x=1' });
    assert.deepEqual(splitTarget(`/${secret}`), { secret, path: '/' });
    assert.deepEqual(splitTarget(`/${secret}x/model`), { secret: undefined, path: `/${secret}x/model` });
    fc.assert(
      fc.property(
        fc.string().map((text) => `/${text}`),
        (path) => {
          assert.deepEqual(splitTarget(path), { secret: undefined, path });
        },
      ),
    );
  });
});
