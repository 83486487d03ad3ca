/** Connections to Bedrock's runtime. */

import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { outgoingAgents, type OutgoingAgents } from '../http/outgoing';

/** What was sent, and its answer when it begins. */
export interface UpstreamCall {
  readonly request: ClientRequest;
  /** Rejects with the error of the connection. */
  readonly answer: Promise<IncomingMessage>;
}

export class Upstream {
  private made: OutgoingAgents | undefined;

  /** Sends a POST, once. There is no limit of time: a model may think for many minutes before its first byte. */
  send(url: URL, headers: Readonly<Record<string, string>>, body: Uint8Array): UpstreamCall {
    this.made ??= outgoingAgents(process.env);
    const { httpAgent, httpsAgent } = this.made;
    const isTls = url.protocol === 'https:';
    const options = { method: 'POST', headers, agent: isTls ? httpsAgent : httpAgent };
    const request = isTls ? httpsRequest(url, options) : httpRequest(url, options);
    request.setNoDelay(true);
    // Otherwise what the proxy answers would be passed on as if it were Bedrock's.
    request.once('proxyConnect', ({ statusCode = 0 }: IncomingMessage) => {
      if (statusCode !== 200) request.destroy(new Error(`The proxy answered with HTTP ${statusCode}.`));
    });
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', reject);
      // A call that was broken off may end without an error.
      request.once('close', () => {
        reject(new Error('The connection was closed.'));
      });
    });
    request.end(body);
    return { request, answer };
  }

  close(): void {
    this.made?.httpAgent.destroy();
    this.made?.httpsAgent.destroy();
  }
}
