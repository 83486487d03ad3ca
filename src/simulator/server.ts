/** The HTTP side: reads a request, lets faults strike, runs the operation, writes the answer, records the call. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Listener } from '../http/endpoint';
import type { Accounts } from './accounts';
import { readCredential, type Credential } from './auth';
import type { Calls } from './callLog';
import { AwsError, serverError, unknownOperation } from './errors';
import { faultError, type ActiveFault, type Faults } from './faults';
import type { Input } from './input';
import type { Answer, Context, Invocation, Operation } from './operation';
import { asFirstPage, isPageFault, withToken } from './pageFaults';
import { isBulkRequest, answerBulkFile } from './prices/bulkFileRequest';
import { writeAnswer, writeError, type HttpAnswer } from './protocols/answer';
import { protocolOf, parseRequest, type HttpRequest, type ServiceRequest } from './protocols/serviceRequest';
import { recordCall } from './recordCall';
import { operations } from './services/operations';
import { recordFault } from './services/runtime';
import type { SimulatedAccount } from './account';

const MAX_BODY = 25 * 1024 * 1024;

/** What the HTTP side needs, and who takes requests that are not AWS's. */
export interface RequestHandlerOptions {
  /** The scenario's own account. */
  readonly account: SimulatedAccount;
  readonly accounts: Accounts;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly control: (request: HttpRequest) => HttpAnswer | undefined;
}

async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  if (size > MAX_BODY) throw new AwsError('RequestEntityTooLargeException', 'The request is too large.', 413);
  const url = new URL(message.url ?? '/', 'http://simulator');
  return { method: message.method ?? 'GET', url, headers: message.headers, body: Buffer.concat(chunks) };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, headers);
  const last = body.at(-1);
  for (const part of body.slice(0, -1)) response.write(part);
  response.end(last);
}

/** How a call ended: with an answer, or without one. */
type Outcome = { readonly answer: HttpAnswer; readonly error?: string } | { readonly cut: 'reset' | 'hang' | 'drop' };

/** One call on its way through. */
class RequestHandler {
  private credential: Credential | undefined;
  private input: Input | undefined;
  private invocation: Invocation | undefined;
  private readonly requestId = randomUUID();

  constructor(
    private readonly options: RequestHandlerOptions,
    private readonly request: HttpRequest,
    private readonly parsed: ServiceRequest,
  ) {}

  private context(credential: Credential): Context {
    const { account: home, accounts } = this.options;
    const { callers, defaultCaller } = home.scenario;
    const { accessKeyId, region } = credential;
    const token = this.request.headers['x-amz-security-token'];
    const now = home.now();
    const session = accounts.sessions.callerOf(accessKeyId, typeof token === 'string' ? token : undefined, now);
    const caller = session ?? callers[accessKeyId] ?? defaultCaller;
    return { account: session ? accounts.of(session.account) : home, region, caller, now };
  }

  private work(fault: ActiveFault | undefined, credential: Credential): Answer {
    const { service, name, protocol } = this.parsed;
    const context = this.context(credential);
    const operation: Operation | undefined = operations[service][name];
    if (!operation) throw unknownOperation(protocol, `${service}:${name}`);
    this.input = this.parsed.input();
    const resource = resourceOf(this.input, context);
    const refused = fault && faultError(fault, { service, operation: name, caller: context.caller.arn, resource });
    if (refused) {
      if (service === 'bedrock-runtime') recordFault(this.input, context, refused.status);
      throw refused;
    }
    if (isPageFault(fault?.kind)) return withToken(operation(asFirstPage(this.input), context), fault.kind);
    return operation(this.input, fault?.kind === 'partial' ? { ...context, partial: true } : context);
  }

  /** Never throws: what goes wrong is an answer, too. */
  private async outcome(): Promise<Outcome> {
    const { service, name, protocol } = this.parsed;
    const { account, faults } = this.options;
    try {
      const header = this.request.headers.authorization;
      this.credential = readCredential(header, service, protocol, account.scenario.region);
      const { delay, fault } = faults.strike({ service, operation: name, region: this.credential.region });
      if (delay + account.settings.latencyMs > 0)
        await wait(delay + account.settings.latencyMs, undefined, { ref: false });
      if (fault?.kind === 'reset' || fault?.kind === 'hang') return { cut: fault.kind };
      const answer = this.work(fault, this.credential);
      this.invocation = answer.invocation;
      if (fault?.kind === 'drop') return { cut: 'drop' };
      return { answer: writeAnswer(answer, protocol, service, name, this.requestId) };
    } catch (error) {
      const awsError = error instanceof AwsError ? error : serverError(service, 500);
      if (awsError !== error) console.error(error);
      return { answer: writeError(awsError, protocol, service, this.requestId), error: awsError.name };
    }
  }

  async run(response: ServerResponse): Promise<void> {
    const left = this.options.calls.arrived(this.parsed.service);
    response.once('close', left);
    const time = this.options.account.now();
    const outcome = await this.outcome();
    const end =
      'cut' in outcome ? { status: 0, error: outcome.cut } : { status: outcome.answer.status, error: outcome.error };
    const { parsed, request, credential, input, invocation } = this;
    this.options.calls.add(recordCall(parsed, request, credential, input, { time, invocation, ...end }));
    if (this.options.account.settings.dateHeader === 'simulated')
      response.setHeader('date', new Date(time).toUTCString());
    finish(response, outcome);
  }
}

function finish(response: ServerResponse, outcome: Outcome): void {
  if ('answer' in outcome) send(response, outcome.answer);
  else if (outcome.cut !== 'hang') cut(response, outcome.cut);
  // A hanging call is left as it is: the client gives up, or the server closes.
}

/** Ends the connection without an answer. Over HTTP/2 only the one stream ends. */
function cut(response: ServerResponse, how: 'reset' | 'drop'): void {
  if (response.req.httpVersionMajor >= 2 || how === 'drop') response.destroy();
  else response.socket?.resetAndDestroy();
}

/** The resource that an error response names. */
function resourceOf(input: Input, { account, region }: Context): string {
  const named = input.fields.inferenceProfileIdentifier ?? input.fields.resourceARN ?? input.fields.modelId;
  if (typeof named === 'string') {
    if (named.startsWith('arn:')) return named;
    return account.profiles.find(region, named)?.arn ?? `arn:aws:bedrock:${region}::foundation-model/${named}`;
  }
  return input.has('inferenceProfileName')
    ? `arn:aws:bedrock:${region}:${account.scenario.account}:application-inference-profile/*`
    : '*';
}

async function handle(
  options: RequestHandlerOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(message);
  const controlled = options.control(request);
  if (controlled) {
    send(response, controlled);
    return;
  }
  if (isBulkRequest(request)) {
    response.once('close', options.calls.arrived('price-list'));
    finish(response, await answerBulkFile(options, request));
    return;
  }
  let parsed: ServiceRequest;
  try {
    parsed = parseRequest(request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    send(response, writeError(error, protocolOf(request), undefined, randomUUID()));
    return;
  }
  await new RequestHandler(options, request, parsed).run(response);
}

/** Answers one request. */
export function makeListener(options: RequestHandlerOptions): Listener {
  return (message, response) => {
    handle(options, message, response).catch(() => {
      // The client went away while it was sending, or sent what is not HTTP we can read.
      response.destroy();
    });
  };
}
