/** Connections to Bedrock's runtime. */

import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Idle connections are closed before AWS does so: a call on one that is just being closed would be lost. */
const IDLE_MS = 20_000;
const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS };

/** What was sent, and its answer when it begins. */
export interface UpstreamCall {
  readonly request: ClientRequest;
  /** Rejects with the error of the connection. */
  readonly answer: Promise<IncomingMessage>;
}

export class Upstream {
  private readonly http = new HttpAgent(AGENT_OPTIONS);
  private readonly https = new HttpsAgent(AGENT_OPTIONS);

  /** Sends a POST, once. There is no limit of time: a model may think for many minutes before its first byte. */
  send(url: URL, headers: Readonly<Record<string, string>>, body: Uint8Array): UpstreamCall {
    const isTls = url.protocol === 'https:';
    const options = { method: 'POST', headers, agent: isTls ? this.https : this.http };
    const request = isTls ? httpsRequest(url, options) : httpRequest(url, options);
    request.setNoDelay(true);
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
    this.http.destroy();
    this.https.destroy();
  }
}
