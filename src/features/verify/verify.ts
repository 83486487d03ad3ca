/** *Verify My Profile*: one small call through it, and whether CloudWatch counts it under the profile. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { AwsApi, Invocation } from '../../core/awsApi';
import { cost, formatMoney, NO_MONEY, parsePrice } from '../../core/money';
import { asProblem, isCancelled, Problem } from '../../core/problem';
import { homeRegion, type Profile } from '../../core/profiles/profile';
import {
  callQueries,
  invokeFailure,
  madeSince,
  mostTokens,
  untilCounted,
  WAITS,
  type Counted,
  type InvokeFailure,
  type OwnCall,
} from '../../core/verify/verify';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { remedyFor, sentenceFor } from '../../ui/messages/problems';
import { setting } from '../../ui/settings/settings';
import { withCancel } from '../../ui/progress';
import { countedText, failureText, otherKeyText } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** $0.01 for 1,000 metrics (FACTS §2), as a price of a million. */
const METRICS = parsePrice('10');
/** Fractions of a cent are what this is about. */
const DIGITS = 5;

type How = readonly ('whole' | 'streamed')[];

/** What the call costs at the most, at the profile's price. */
async function priceText(profile: Profile, { pricing, priceList }: Snapshot, calls: number): Promise<string> {
  const { pricingOf } = await import('../../store/pricing');
  const known = pricing ?? pricingOf(setting('prices.overrides'), priceList.value);
  const { amount } = known.estimate(profile, mostTokens(calls));
  return amount.whole ? formatMoney(amount.money, vscode.env.language, { digits: DIGITS }) : l10n.t('price not known');
}

async function agree(profile: Profile, snapshot: Snapshot): Promise<How | undefined> {
  const { input, output } = mostTokens(1);
  const metrics = WAITS.length * callQueries(profile).length;
  const looking = METRICS === undefined ? undefined : cost(metrics, METRICS);
  const detail = [
    ...(snapshot.sample ? [l10n.t('This is sample data: nothing is sent to AWS, and nothing costs anything.')] : []),
    l10n.t(
      'One short question is sent through the profile with your credentials: at most {0} tokens in and {1} out ({2}). Streaming is a second call.',
      input,
      output,
      await priceText(profile, snapshot, 1),
    ),
    l10n.t(
      'Then CloudWatch is asked until it has counted the call, usually one to two minutes: at most {0} metrics ({1}).',
      metrics,
      formatMoney(looking ?? NO_MONEY, vscode.env.language, { digits: DIGITS }),
    ),
  ].join('\n\n');
  const once = l10n.t('Verify');
  const both = l10n.t('Verify with Streaming');
  const chosen = await window.showInformationMessage(
    l10n.t('Verify the profile {0}?', profile.name),
    { modal: true, detail },
    once,
    both,
  );
  if (chosen === undefined) return undefined;
  return chosen === both ? ['whole', 'streamed'] : ['whole'];
}

/** A wait that ends early, and throws, when it is cancelled. */
const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DOMException('The answer is no longer wanted', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });

type Outcome =
  | { readonly kind: 'failed'; readonly failure: InvokeFailure }
  | { readonly kind: 'counted'; readonly counted: Counted }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'not-readable'; readonly problem: Problem };

type Result = Outcome & { readonly used: readonly Invocation[] };

async function call(
  aws: AwsApi,
  profile: Profile,
  how: How,
  own: OwnCall[],
  signal: AbortSignal,
): Promise<readonly Invocation[] | InvokeFailure> {
  const used: Invocation[] = [];
  try {
    for (const one of how) {
      const at = Date.now();
      const answer = await aws.invoke(profile.arn, one === 'streamed', signal);
      used.push(answer);
      own.push({ at, input: answer.input });
    }
    return used;
  } catch (error) {
    if (isCancelled(error)) throw error;
    return invokeFailure(asProblem(error), homeRegion(profile));
  }
}

async function run(
  aws: AwsApi,
  profile: Profile,
  how: How,
  own: OwnCall[],
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Result> {
  say(l10n.t('calling the model'));
  const since = Date.now();
  const used = await call(aws, profile, how, own, signal);
  if ('code' in used) return { kind: 'failed', failure: used, used: [] };
  try {
    const counted = await untilCounted(profile, madeSince(own, since), since, {
      now: Date.now,
      wait: (ms) => {
        say(l10n.t('the model has answered; waiting for CloudWatch ({0} s)', Math.round((Date.now() - since) / 1000)));
        return waitFor(ms, signal);
      },
      fetch: async (queries, span) => (await aws.fetchSeries(queries, span, signal)).answers,
    });
    return counted === undefined ? { kind: 'not-seen', used } : { kind: 'counted', counted, used };
  } catch (error) {
    if (isCancelled(error)) throw error;
    return { kind: 'not-readable', problem: asProblem(error), used };
  }
}

const tokensText = (used: readonly Invocation[]): string =>
  l10n.t(
    'The answer took {0} tokens.',
    used.reduce((total, { input, output }) => total + input + output, 0),
  );

/** Sample data is called by nobody's agent. */
const otherKey = ({ sample }: Snapshot): string | undefined => (sample ? undefined : otherKeyText(process.env));

const sentences = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

/** Says what came of it, with the one button that helps. */
async function tell(result: Result, profile: Profile, snapshot: Snapshot): Promise<void> {
  switch (result.kind) {
    case 'counted': {
      const counted = countedText(profile, snapshot.ownership.keys, result.counted);
      const text = sentences(counted, tokensText(result.used), otherKey(snapshot));
      const show = l10n.t('Show Usage');
      if ((await window.showInformationMessage(text, show)) === show)
        await vscode.commands.executeCommand(COMMANDS.showUsage, { profile });
      return;
    }
    case 'not-seen':
      await offerDiagnosis(
        l10n.t(
          'The call works, but CloudWatch has not counted it in {0} minutes. It may still come: look at the usage later.',
          Math.round(WAITS.reduce((total, ms) => total + ms, 0) / 60_000),
        ),
      );
      return;
    case 'not-readable':
      await offerDiagnosis(
        l10n.t('The call works, but its count cannot be read from CloudWatch. {0}', sentenceFor(result.problem)),
      );
      return;
    case 'failed':
      await tellFailure(result.failure, profile, snapshot);
  }
}

async function offerDiagnosis(text: string): Promise<void> {
  const button = l10n.t('Diagnose');
  if ((await window.showWarningMessage(text, button)) === button)
    await vscode.commands.executeCommand(COMMANDS.diagnose);
}

async function tellFailure(failure: InvokeFailure, profile: Profile, snapshot: Snapshot): Promise<void> {
  const failed = l10n.t('The profile {0} could not be verified. {1}', profile.name, failureText(failure, profile));
  const text = sentences(failed, otherKey(snapshot));
  const { code, action, problem } = failure;
  const missing = code === 'permission' || code === 'destination' ? (action ?? problem.detail.action) : undefined;
  if (missing !== undefined) {
    const button = l10n.t('Copy Missing Permission');
    if ((await window.showErrorMessage(text, button)) === button) await vscode.env.clipboard.writeText(missing);
    return;
  }
  const remedy = code === 'other' ? remedyFor(problem) : { label: l10n.t('Diagnose'), command: COMMANDS.diagnose };
  if ((await window.showErrorMessage(text, remedy.label)) === remedy.label)
    await vscode.commands.executeCommand(remedy.command);
}

/** A verification that was made in this window: for *Diagnose*, which makes no call of its own. */
export interface Verified {
  readonly profile: Profile;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Undefined: the model answered. */
  readonly failure: InvokeFailure | undefined;
}

type OnVerified = (failure: InvokeFailure | undefined) => void;

/** Asks, and calls. Answers what tells what came of it, or nothing where it was not wanted. */
async function verified(
  profile: Profile,
  store: Store,
  own: OwnCall[],
  onVerified: OnVerified,
): Promise<(() => Promise<void>) | undefined> {
  const { snapshot, connection } = store;
  const how = await agree(profile, snapshot);
  if (how === undefined) return undefined;
  const aws = await store.aws();
  if (aws === undefined || connection !== store.connection) throw new Problem('changed');
  const result = await withCancel(l10n.t('Verifying {0}', profile.name), (signal, say) =>
    run(aws, profile, how, own, signal, say),
  );
  onVerified(result.kind === 'failed' ? result.failure : undefined);
  return () => tell(result, profile, snapshot);
}

/** Each profile is verified once at a time: a second click must not cost a second call. */
export class Verifying {
  readonly #running = new Set<string>();
  /** Calls through each profile, to be told from others'. */
  readonly #calls = new Map<string, OwnCall[]>();
  #last: Verified | undefined;

  get last(): Verified | undefined {
    return this.#last;
  }

  #callsOf({ arn }: Profile): OwnCall[] {
    const own = this.#calls.get(arn) ?? [];
    this.#calls.set(arn, own);
    return own;
  }

  /** Asks first. Rejects with an AbortError when the user cancels, and with a Problem where AWS cannot be asked at all. */
  async verify(profile: Profile, store: Store): Promise<void> {
    if (this.#running.has(profile.arn)) {
      void window.showInformationMessage(l10n.t('{0} is being verified already.', profile.name));
      return;
    }
    this.#running.add(profile.arn);
    let told: (() => Promise<void>) | undefined;
    try {
      told = await verified(profile, store, this.#callsOf(profile), (failure) => {
        this.#last = { profile, at: Date.now(), failure };
      });
    } finally {
      this.#running.delete(profile.arn);
    }
    // What came of it may stand there for long; the profile can be verified again meanwhile.
    await told?.();
  }
}
