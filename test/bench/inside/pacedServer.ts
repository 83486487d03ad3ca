/**
 * Stands for Bedrock: it answers each POST at once with a stream of Converse, at 80 tokens a second, one message each.
 * Its arguments are how many tokens, and how many a second. Prints its URL.
 */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { converseEvents } from '../../unit/gateway/metering/streams';

const [tokens = 160, rate = 80] = process.argv.slice(2).map(Number);
const usage = { input: 50_000, output: tokens, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
const events = converseEvents(
  usage,
  Array.from({ length: tokens }, (_, index) => `tok${index % 10}`),
);

/** By the time that has passed, so that a late timer makes no stream longer. */
function pace(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  const start = performance.now();
  let sent = 0;
  const step = (): void => {
    if (response.destroyed) return;
    const due = Math.min(events.length, 1 + Math.floor(((performance.now() - start) / 1000) * rate));
    for (; sent < due; sent += 1) response.write(events[sent]);
    if (sent === events.length) response.end();
    else setTimeout(step, start + (sent * 1000) / rate - performance.now());
  };
  step();
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    pace(response);
  });
});
// As AWS does, it keeps a connection for longer than its clients.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
