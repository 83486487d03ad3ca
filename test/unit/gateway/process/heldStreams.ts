/** A simulator whose streams wait after their first part until a test lets them go on. */

import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startSimulator, type Simulator } from '../../../../src/simulator/index';

export interface HeldStreams {
  readonly simulator: Simulator;
  /** The endpoint of all services. */
  readonly url: string;
  /** Streams that wait now. */
  readonly waiting: number;
  /** Whether streams wait. */
  holds: boolean;
  /** Lets all that wait go on. */
  release(): void;
  close(): Promise<void>;
}

/** Starts it, with a clock that runs. */
export async function startHeldStreams(): Promise<HeldStreams> {
  const simulator = await startSimulator({ scenario: 'company' });
  let holds = false;
  let waiting: (() => void)[] = [];
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const { method, url, headers } = request;
    const onward = httpRequest(`${simulator.url}${url ?? ''}`, { method, headers: { ...headers }, agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) =>
      onward.once('response', resolve).once('error', reject),
    );
    onward.end(body);
    const answer = await answered;
    const bytes = await buffer(answer);
    const type = answer.headers['content-type'] ?? 'application/json';
    const errorType = answer.headers['x-amzn-errortype'];
    response.writeHead(answer.statusCode ?? 500, {
      'content-type': type,
      'x-amzn-requestid': answer.headers['x-amzn-requestid'] ?? '',
      ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
    });
    if (!holds || url?.endsWith('/converse-stream') !== true || answer.statusCode !== 200) {
      response.end(bytes);
      return;
    }
    // Inside of a frame, as a network may cut it.
    response.write(bytes.subarray(0, 100));
    waiting.push(() => response.end(bytes.subarray(100)));
  };
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    simulator,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get waiting() {
      return waiting.length;
    },
    get holds() {
      return holds;
    },
    set holds(value) {
      holds = value;
    },
    release: () => {
      for (const go of waiting) go();
      waiting = [];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await simulator.close();
    },
  };
}
