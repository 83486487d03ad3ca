/** Makes a call at Bedrock for an agent: signed, sent once, passed on, metered, and recorded. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallRecord } from '../core/gateway/callRecord';
import { messageOf } from '../core/secrets/hideSecrets';
import { cutAnswer } from '../http/cutAnswer';
import type { AbandonedCalls } from './abandonedCalls';
import { sendRefusal } from './answers';
import type { SigningCredentials } from './aws';
import { requestHeaders } from './headers';
import type { Journal } from './journal';
import { makeMeter } from './metering/meter';
import type { Metered } from './metering/metered';
import type { Place } from './places';
import type { Body } from './readBody';
import { relay } from './relay';
import type { RuntimeOperation } from './routes';
import type { IssuedSecret } from './secrets';
import { signedHeaders } from './sign';
import type { Upstream, UpstreamCall } from './upstream';

/** What all calls share. */
export interface Forwarder {
  readonly upstream: Upstream;
  readonly abandoned: AbandonedCalls;
  readonly journal: Journal;
  /** Ms since 1970. */
  readonly now: () => number;
}

/** A call that may be made. */
export interface Call {
  readonly issued: IssuedSecret;
  readonly place: Place;
  readonly operation: RuntimeOperation;
  /** The model as the agent named it. */
  readonly model: string;
  /** The ARN of the profile; undefined where the call is passed through without one. */
  readonly profile: string | undefined;
  /** What is invoked: a further target is tried where Bedrock refuses to count tokens for the one before it. */
  readonly targets: readonly string[];
  readonly credentials: SigningCredentials;
  readonly body: Body;
  readonly arrivedAt: number;
}

/** The agent's side of a call. `gone` is aborted when it has left. */
export interface AgentSide {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly gone: AbortSignal;
}

/** What became of a call. `finish` ends the agent's answer, when the call is recorded. */
interface Outcome {
  readonly status: number;
  readonly metered: Metered;
  readonly startedAt: number;
  readonly finish: () => void;
}

const NOT_COUNTED = { tokens: undefined, serviceTier: undefined, firstTokenAt: undefined };

async function urlOf({ place, operation }: Call, target: string): Promise<URL> {
  const url = new URL(await place.access.runtimeUrl());
  url.pathname = `${url.pathname.replace(/\/$/, '')}/model/${encodeURIComponent(target)}/${operation}`;
  return url;
}

async function sendTo(
  call: Call,
  target: string,
  { request }: AgentSide,
  { upstream }: Forwarder,
): Promise<UpstreamCall> {
  const { body, credentials, place, issued } = call;
  const url = await urlOf(call, target);
  const unsigned = { url, headers: requestHeaders(request.headers), body: body.bytes, region: issued.place.region };
  const sent = upstream.send(url, await signedHeaders(unsigned, credentials, place.time), body.bytes);
  sent.answer.then(
    ({ headers }) => {
      place.learnTime(headers.date);
    },
    () => undefined,
  );
  return sent;
}

/** Whether Bedrock may take another identifier for the same question. */
const isTargetRefused = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode === 400 || statusCode === 404;

/** One attempt; undefined where the answer says to try the next target. */
async function attempt(
  sent: UpstreamCall,
  side: AgentSide,
  { abandoned, now, isLast }: Forwarder & { readonly isLast: boolean },
): Promise<Outcome | undefined> {
  const startedAt = now();
  let ended = (): void => undefined;
  const onGone = (): void => {
    ended = abandoned.readOn(sent.request);
  };
  if (side.gone.aborted) onGone();
  else side.gone.addEventListener('abort', onGone);
  try {
    const answer = await sent.answer;
    if (!isLast && isTargetRefused(answer)) {
      answer.resume();
      return undefined;
    }
    const head = { status: answer.statusCode ?? 0, headers: answer.headers };
    const meter = makeMeter(head, now);
    const isWhole = await relay(answer, side.response, { meter, gone: side.gone });
    const metered = meter.end(isWhole);
    const error = metered.error ?? (isWhole ? undefined : 'connection-cut');
    const finish = (): void => {
      if (isWhole) side.response.end();
      else cutAnswer(side.response);
    };
    return { status: head.status, metered: { ...metered, error }, startedAt, finish };
  } catch (error) {
    return failed(error, sent, side, startedAt);
  } finally {
    side.gone.removeEventListener('abort', onGone);
    ended();
  }
}

/** There was no answer. What was not sent whole cannot have been carried out. */
function failed(error: unknown, { request }: UpstreamCall, { response }: AgentSide, startedAt: number): Outcome {
  const isSent = request.writableFinished;
  const finish = (): void => {
    if (isSent) cutAnswer(response);
    else sendRefusal(response, 'unreachable', messageOf(error));
  };
  const counted = isSent
    ? ({ counting: 'unknown', error: 'connection-cut' } as const)
    : ({ counting: 'none', error: 'unreachable' } as const);
  return { status: 0, metered: { ...NOT_COUNTED, ...counted }, startedAt, finish };
}

function recordOf(call: Call, { status, metered, startedAt }: Outcome, ended: number, clientLeft: boolean): CallRecord {
  const { issued, operation, model, profile, arrivedAt } = call;
  const { agent, project, place } = issued;
  const { counting, tokens, serviceTier, firstTokenAt, error } = metered;
  return {
    id: randomUUID(),
    time: arrivedAt,
    agent,
    ...(project === undefined ? {} : { project }),
    awsProfile: place.awsProfile,
    account: place.account,
    region: place.region,
    operation,
    model,
    ...(profile === undefined ? {} : { profile }),
    status,
    ...(error === undefined ? {} : { error }),
    durationMs: Math.max(0, ended - arrivedAt),
    ...(firstTokenAt === undefined ? {} : { firstTokenMs: Math.max(0, firstTokenAt - startedAt) }),
    counting,
    ...(tokens === undefined ? {} : { tokens }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(clientLeft ? { clientLeft: true as const } : {}),
  };
}

/** Sends a call to one target after the other until one is not refused; undefined where the agent has left before. */
async function attempts(call: Call, side: AgentSide, forwarder: Forwarder): Promise<Outcome | undefined> {
  for (const [index, target] of call.targets.entries()) {
    if (side.gone.aborted) return undefined;
    const sent = await sendTo(call, target, side, forwarder);
    const isLast = index === call.targets.length - 1;
    const release = (): void => {
      call.body.release();
    };
    // The next attempt needs the body again.
    if (isLast) sent.request.once('close', release).once('finish', release);
    const outcome = await attempt(sent, side, { ...forwarder, isLast });
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/**
 * Makes a call and answers the agent. The call is in the journal before the agent sees its end. Never rejects for what
 * Bedrock or the agent does.
 */
export async function forward(call: Call, side: AgentSide, forwarder: Forwarder): Promise<void> {
  try {
    const outcome = await attempts(call, side, forwarder);
    if (outcome === undefined) return;
    const clientLeft = side.gone.aborted;
    // Counting tokens is free of charge.
    if (call.operation !== 'count-tokens') {
      const now = forwarder.now();
      await forwarder.journal.append(recordOf(call, outcome, now, clientLeft), now);
    }
    if (!side.gone.aborted) outcome.finish();
  } finally {
    call.body.release();
  }
}
