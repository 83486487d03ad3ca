/** Starts the gateway again and again on one port, each time with calls under way. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Journal, readJournal } from '../../../../src/gateway/journal';
import { Secrets } from '../../../../src/gateway/secrets';
import { startGateway, type Gateway } from '../../../../src/gateway/server';
import { converseEvents, STREAM_HEAD } from '../metering/streams';
import { awsAt, USE } from '../testGateway';
import { standIn } from '../upstream';
import { CATALOG, MODEL } from './run';

const ANSWER = converseEvents({ input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5 }, ['Hello']);

/**
 * Lets the gateway end so often while a stream runs; the next one begins at once on the same port, with the same
 * secrets. Each call is answered whole, and is in the journal once.
 */
export async function restartOften(times: number): Promise<void> {
  const ends: (() => void)[] = [];
  const bedrock = await standIn((response) => {
    response.writeHead(200, STREAM_HEAD.headers).write(ANSWER[0]);
    ends.push(() => response.end(Buffer.concat(ANSWER.slice(1))));
  });
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const secret = await new Secrets(join(folder, 'secrets')).issue(USE, 0);
  // Any free port, which all of them then have.
  let port = 0;
  const start = (): Promise<Gateway> =>
    startGateway({
      port,
      secrets: new Secrets(join(folder, 'secrets')),
      aws: awsAt({ upstream: bedrock.url, catalog: CATALOG }),
      rules: () => ({ allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false }),
      journal: new Journal(join(folder, 'journal'), assert.ifError),
      log: () => undefined,
    });
  try {
    for (let count = 0; count < times; count += 1) {
      const gateway = await start();
      ({ port } = gateway);
      const sent = request(`${gateway.url}/${secret}/model/${MODEL}/converse-stream`, { method: 'POST', agent: false });
      sent.end('{}');
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      const drained = gateway.drain();
      ends.at(-1)?.();
      assert.ok((await buffer(answer)).equals(Buffer.concat(ANSWER)));
      await drained;
    }
    assert.equal(bedrock.received.length, times);
    const journal = await readJournal(join(folder, 'journal'), 0, Number.MAX_SAFE_INTEGER);
    assert.equal(journal.length, times);
    assert.ok(journal.every(({ counting }) => counting === 'exact'));
  } finally {
    await bedrock.close();
    await rm(folder, { recursive: true });
  }
}
