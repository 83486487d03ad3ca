/** The gateway: an HTTP server on loopback that makes agents' calls through their owner's profiles. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { chooseProfile, type CallRules, type PlaceCatalog, type ProfileChoice } from '../core/gateway/chooseProfile';
import { parseModelReference, type ModelReference } from '../core/gateway/modelReference';
import { asProblem, isAboutCredentials, type ProblemCode } from '../core/problem';
import { profileSource } from '../core/profiles/profile';
import { hideSecrets } from '../core/secrets/hideSecrets';
import type { ConnectionLimits } from '../http/connections';
import { openEndpoint, type Endpoint } from '../http/endpoint';
import { AbandonedCalls, type AbandonedLimits } from './abandonedCalls';
import { Activity } from './activity';
import { sendJson, sendRefusal } from './answers';
import type { GatewayAws } from './aws';
import { ByteBudget } from './byteBudget';
import { forward, type AgentSide, type Call, type Forwarder } from './forward';
import { guardRefusal } from './guard';
import { CONTROL_PATH } from './process/messages';
import type { Journal } from './journal';
import { OtherAccount, Places, type Place } from './places';
import { foundProfile, listedProfiles } from './profilesAnswer';
import { readBody } from './readBody';
import type { RefusalCode } from './refusals';
import { routeOf, splitTarget, type Route } from './routes';
import type { IssuedSecret, Secrets } from './secrets';
import type { SecretText } from '../core/gateway/secretForm';
import { bearerOf } from './secretText';
import { UnreadableSettings } from './settings';
import { Upstream } from './upstream';

export interface GatewayLimits {
  /** Of connections without a known secret. */
  readonly connections: ConnectionLimits;
  /** Of request bodies in memory; more waits. */
  readonly bufferedBytes: number;
  readonly abandoned: AbandonedLimits;
}

export const GATEWAY_LIMITS: GatewayLimits = {
  connections: { untrusted: 64, untrustedMs: 10_000 },
  bufferedBytes: 64 * 1024 * 1024,
  abandoned: { atOnce: 8, ms: 10 * 60_000 },
};

export interface GatewayOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly secrets: Secrets;
  readonly aws: GatewayAws;
  /** What the settings allow, at the moment of a call. */
  readonly rules: () => CallRules | Promise<CallRules>;
  readonly journal: Journal;
  /** Takes lines without secrets. */
  readonly log: (line: string) => void;
  readonly limits?: Partial<GatewayLimits>;
  /** Takes requests for the control channel; without it there is none. `trust` lifts the limits of the connection. */
  readonly control?: (request: IncomingMessage, response: ServerResponse, trust: () => void) => Promise<void>;
  /** Ms since 1970. */
  readonly now?: () => number;
}

export interface Gateway {
  readonly port: number;
  /** Without a secret, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly activity: Activity;
  /** Places that were called. */
  places(): readonly Place[];
  /** Frees the port at once; resolves when all running calls have ended. */
  drain(): Promise<void>;
  /** Cuts everything. */
  close(): Promise<void>;
}

/** A refusal on the way of a call. */
class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly what = '',
  ) {
    super(code);
  }
}

/** Problems that signing in again solves; agents know AWS's own error for them. */
const EXPIRED: readonly ProblemCode[] = ['sso-expired', 'expired', 'mfa-needed'];

/** Refusals that a profile or a tag that was just made removes. */
const MAY_BE_OUTDATED: readonly RefusalCode[] = ['no-profile', 'unknown-profile', 'not-mine', 'tags', 'residency'];

/** Where a request stands: who sent it, and what it asks for. */
interface Authenticated {
  readonly issued: IssuedSecret;
  readonly route: Route;
}

class RequestHandler {
  readonly places: Places;
  readonly activity = new Activity();
  private readonly bodies: ByteBudget;
  private readonly forwarder: Forwarder;
  private readonly now: () => number;

  constructor(
    private readonly options: GatewayOptions,
    private readonly endpoint: () => Endpoint,
    { bufferedBytes, abandoned }: GatewayLimits,
  ) {
    const { now = Date.now, aws, journal } = options;
    this.now = now;
    this.places = new Places(aws, now);
    this.bodies = new ByteBudget(bufferedBytes);
    this.forwarder = { upstream: new Upstream(), abandoned: new AbandonedCalls(abandoned), journal, now };
  }

  /** Answers one request. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    // A connection that breaks is noticed by its end.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const side = { request, response, gone: gone.signal };
    const { control } = this.options;
    let issued: IssuedSecret | undefined;
    try {
      this.guard(request, response);
      if (control !== undefined && request.url === CONTROL_PATH && request.method === 'POST') {
        await control(request, response, () => {
          this.endpoint().trust(request);
        });
        return;
      }
      const target = splitTarget(request.url ?? '/');
      issued = await this.authenticate(side, target.secret);
      await this.answer(side, { issued, route: routeOf(request.method ?? '', target.path) });
    } catch (error) {
      this.refuse(side, error, issued);
    }
  }

  close(): void {
    this.forwarder.upstream.close();
  }

  private refuse({ request, response, gone }: AgentSide, error: unknown, issued: IssuedSecret | undefined): void {
    if (gone.aborted) return;
    const { code, what } = asRefused(error);
    // What an agent is still sending is read, so that it comes to read the answer.
    request.resume();
    const refusal = { time: this.now(), code, what: hideSecrets(what), agent: issued?.agent };
    this.activity.refused(refusal);
    this.options.log(`refused: ${code} ${refusal.what}`.trimEnd());
    sendRefusal(response, code, what);
  }

  /** Throws for a request that may not be answered by its head; its connection is then not kept. */
  private guard(request: IncomingMessage, response: ServerResponse): void {
    if (request.httpVersionMajor < 2) response.setHeader('connection', 'close');
    const guarded = guardRefusal(request, `127.0.0.1:${this.endpoint().port}`);
    if (guarded !== undefined) throw new Refused(guarded);
  }

  /** Whose request it is. Throws where that is not known. */
  private async authenticate({ request, response }: AgentSide, inPath: SecretText | undefined): Promise<IssuedSecret> {
    const issued = await this.find([inPath, bearerOf(request.headers.authorization)]);
    if (issued === undefined) throw new Refused('secret');
    this.endpoint().trust(request);
    if (request.httpVersionMajor < 2) response.removeHeader('connection');
    return issued;
  }

  private async answer(side: AgentSide, { issued, route }: Authenticated): Promise<void> {
    const arrivedAt = this.now();
    const place = this.places.get(issued.place);
    const catalog = await place.catalog.get();
    switch (route.kind) {
      case 'list-profiles':
        sendJson(side.response, listedProfiles(catalog, route.type));
        return;
      case 'get-profile': {
        const found = foundProfile(catalog, route.identifier);
        if (found === undefined) throw new Refused('unknown-profile', 'with this identifier');
        sendJson(side.response, found);
        return;
      }
      case 'runtime': {
        const call = await this.prepare(side, { issued, route, place, catalog, arrivedAt });
        await this.activity.during(() => forward(call, side, this.forwarder));
        return;
      }
      case 'unknown':
        throw new Refused('operation', 'this operation');
    }
  }

  private async find(candidates: readonly (SecretText | undefined)[]): Promise<IssuedSecret | undefined> {
    for (const secret of candidates) {
      const issued = secret === undefined ? undefined : await this.options.secrets.find(secret);
      if (issued !== undefined) return issued;
    }
    return undefined;
  }

  /** Decides what is invoked, and reads the body when that is allowed. */
  private async prepare(
    { request, gone }: AgentSide,
    prepared: {
      readonly issued: IssuedSecret;
      readonly route: Extract<Route, { kind: 'runtime' }>;
      readonly place: Place;
      readonly catalog: PlaceCatalog;
      readonly arrivedAt: number;
    },
  ): Promise<Call> {
    const { issued, route, place, catalog, arrivedAt } = prepared;
    const reference = parseModelReference(route.model);
    if (reference === undefined) throw new Refused('model');
    const choice = await this.choose(reference, { place, catalog, arrivedAt });
    const model = nameOf(reference);
    if (choice.kind === 'refused') throw new Refused(choice.reason, model);
    const credentials = await place.credentials();
    const body = await readBody(request, this.bodies, gone);
    if (body === 'too-large') throw new Refused('too-large');
    return {
      issued,
      place,
      operation: route.operation,
      model,
      profile: choice.kind === 'profile' ? choice.profile.arn : undefined,
      targets: targetsOf(choice, route.operation),
      credentials,
      body,
      arrivedAt,
    };
  }

  /** Chooses the profile. Before a call is refused for want of one, the profiles are loaded again. */
  private async choose(
    reference: ModelReference,
    {
      place,
      catalog,
      arrivedAt,
    }: { readonly place: Place; readonly catalog: PlaceCatalog; readonly arrivedAt: number },
  ): Promise<ProfileChoice> {
    const rules = await this.options.rules();
    const choice = chooseProfile(reference, { place: place.where, catalog, rules });
    if (choice.kind !== 'refused' || !MAY_BE_OUTDATED.includes(choice.reason)) return choice;
    const newer = await place.catalog.since(arrivedAt).catch(() => catalog);
    return chooseProfile(reference, { place: place.where, catalog: newer, rules });
  }
}

/** Any error on the way of a call as a refusal. */
function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof UnreadableSettings) return new Refused('settings', error.message);
  if (error instanceof OtherAccount) return new Refused('account');
  const problem = asProblem(error);
  if (EXPIRED.includes(problem.code)) return new Refused('expired');
  return new Refused(isAboutCredentials(problem) ? 'credentials' : 'unreachable', problem.message);
}

/** How a refusal and the journal name a model. */
const nameOf = (reference: ModelReference): string => {
  if (reference.kind === 'model') return reference.id;
  return reference.kind === 'other' ? reference.arn : (reference.arn ?? reference.id);
};

/** Whether tokens can be counted by a profile's ARN is not documented, so its model is asked for second. */
function targetsOf(choice: Exclude<ProfileChoice, { kind: 'refused' }>, operation: string): readonly string[] {
  if (choice.kind === 'pass-through') return [choice.target];
  const { arn } = choice.profile;
  const { model } = profileSource(choice.profile);
  return operation === 'count-tokens' && model !== undefined ? [arn, model] : [arn];
}

/** Starts the gateway. Throws the system's error when the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...GATEWAY_LIMITS, ...options.limits };
  const handler = new RequestHandler(options, () => endpoint, limits);
  const endpoint: Endpoint = await openEndpoint({
    port: options.port,
    limits: limits.connections,
    listener: (request, response) => {
      void handler.handle(request, response);
    },
  });
  return {
    port: endpoint.port,
    url: `http://127.0.0.1:${endpoint.port}`,
    activity: handler.activity,
    places: () => handler.places.all(),
    drain: async () => {
      await endpoint.drain();
      // Of a call whose agent has left, no connection is open any more.
      await handler.activity.idle();
      handler.close();
    },
    close: async () => {
      await endpoint.close();
      handler.close();
    },
  };
}
