/** *Verify My Profile*: one small call through it, and whether CloudWatch counts it under the profile. */

import { sampleNote } from '../../ui/sampleNote';
import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { AwsApi, Invocation } from '../../core/awsApi';
import { cost, formatMoney, NO_MONEY, parsePrice } from '../../core/money';
import { asProblem, isCancelled, Problem } from '../../core/problem';
import { homeRegion, type Profile } from '../../core/profiles/profile';
import {
  callQueries,
  invokeFailure,
  callsSince,
  countedFrom,
  maxTokens,
  waitUntilCounted,
  QUERY_DELAYS_MS,
  type CountedCalls,
  type InvokeFailure,
  type OurCall,
} from '../../core/verify/verify';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { problemRemedy, problemSentence } from '../../ui/messages/problems';
import { setting } from '../../ui/settings/settings';
import { wait } from '../../ui/abort';
import { withCancel } from '../../ui/progress';
import { failureText } from '../../ui/messages/invokeFailures';
import { countedCallsText, otherKeyText } from './messages';
import { window } from '../../ui/window';
import { paragraph } from '../../ui/messages/paragraph';

const { l10n } = vscode;

/** $0.01 for 1,000 metrics (AWS's price of GetMetricData), as a price per million. */
const METRICS_PRICE = parsePrice('10');
/** Decimals of amounts, which are fractions of a cent. */
const DIGITS = 5;

/** The calls to make: with the response at once, or streamed. */
type CallModes = readonly ('whole' | 'streamed')[];

/** The most that the call costs, at the profile's price. */
async function priceText(profile: Profile, { pricing, priceList }: Snapshot, calls: number): Promise<string> {
  const { priceCalculatorOf } = await import('../../store/pricing');
  const known = pricing ?? priceCalculatorOf(setting('prices.overrides'), priceList.value);
  const { amount } = known.estimate(profile, maxTokens(calls));
  return amount.whole ? formatMoney(amount.money, vscode.env.language, { digits: DIGITS }) : l10n.t('price not known');
}

async function confirm(profile: Profile, snapshot: Snapshot): Promise<CallModes | undefined> {
  const { input, output } = maxTokens(1);
  const metrics = QUERY_DELAYS_MS.length * callQueries(profile).length;
  const counting = METRICS_PRICE === undefined ? undefined : cost(metrics, METRICS_PRICE);
  const detail = [
    ...(snapshot.sample ? [sampleNote()] : []),
    l10n.t(
      'Sends one short prompt through the profile with your credentials: at most {0} input and {1} output tokens ({2}). Streaming is a second call.',
      input,
      output,
      await priceText(profile, snapshot, 1),
    ),
    l10n.t(
      'Then queries CloudWatch until it has counted the call, usually one to two minutes: at most {0} metrics ({1}).',
      metrics,
      formatMoney(counting ?? NO_MONEY, vscode.env.language, { digits: DIGITS }),
    ),
  ].join('\n\n');
  const verification = l10n.t('Verify');
  const both = l10n.t('Verify with Streaming');
  const chosen = await window.showInformationMessage(
    l10n.t('Verify the profile {0}?', profile.name),
    { modal: true, detail },
    verification,
    both,
  );
  if (chosen === undefined) return undefined;
  return chosen === both ? ['whole', 'streamed'] : ['whole'];
}

type VerificationOutcome =
  | { readonly kind: 'failed'; readonly failure: InvokeFailure }
  | { readonly kind: 'counted'; readonly counted: CountedCalls }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'not-readable'; readonly problem: Problem };

type VerificationResult = VerificationOutcome & { readonly used: readonly Invocation[] };

async function call(
  aws: AwsApi,
  profile: Profile,
  modes: CallModes,
  ourCalls: OurCall[],
  signal: AbortSignal,
): Promise<readonly Invocation[] | InvokeFailure> {
  const used: Invocation[] = [];
  try {
    for (const mode of modes) {
      const at = Date.now();
      const answer = await aws.invoke(profile.arn, mode === 'streamed', signal);
      used.push(answer);
      ourCalls.push({ at, answeredAt: Date.now(), input: answer.input });
    }
    return used;
  } catch (error) {
    if (isCancelled(error)) throw error;
    return invokeFailure(asProblem(error), homeRegion(profile));
  }
}

async function runVerification(
  aws: AwsApi,
  profile: Profile,
  modes: CallModes,
  ourCalls: OurCall[],
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<VerificationResult> {
  report(l10n.t('Calling the model…'));
  const since = Date.now();
  const used = await call(aws, profile, modes, ourCalls, signal);
  if ('code' in used) return { kind: 'failed', failure: used, used: [] };
  try {
    const from = countedFrom(ourCalls, since);
    const counted = await waitUntilCounted(profile, callsSince(ourCalls, from), from, {
      now: Date.now,
      wait: (ms) => {
        report(
          l10n.t('The model has responded. Waiting for CloudWatch ({0} s)…', Math.round((Date.now() - since) / 1000)),
        );
        return wait(ms, signal);
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
    'The call used {0} tokens.',
    used.reduce((total, { input, output }) => total + input + output, 0),
  );

/** No agent calls sample data. */
const otherKey = ({ sample }: Snapshot): string | undefined => (sample ? undefined : otherKeyText(process.env));

/** Shows the result, with the button that helps. */
async function showResult(result: VerificationResult, profile: Profile, snapshot: Snapshot): Promise<void> {
  switch (result.kind) {
    case 'counted': {
      const counted = countedCallsText(profile, snapshot.ownership.keys, result.counted);
      const text = paragraph(counted, tokensText(result.used), otherKey(snapshot));
      const show = l10n.t('Show Usage');
      if ((await window.showInformationMessage(text, show)) === show)
        await vscode.commands.executeCommand(COMMANDS.showUsage, { profile });
      return;
    }
    case 'not-seen':
      await showWithDiagnose(
        l10n.t(
          'The call works, but CloudWatch hasn’t counted it within {0} minutes. Check the usage later.',
          Math.round(QUERY_DELAYS_MS.reduce((total, ms) => total + ms, 0) / 60_000),
        ),
      );
      return;
    case 'not-readable':
      await showWithDiagnose(
        l10n.t('The call works, but its count can’t be read from CloudWatch. {0}', problemSentence(result.problem)),
      );
      return;
    case 'failed':
      await showFailure(result.failure, profile, snapshot);
  }
}

async function showWithDiagnose(text: string): Promise<void> {
  const button = l10n.t('Diagnose');
  if ((await window.showWarningMessage(text, button)) === button)
    await vscode.commands.executeCommand(COMMANDS.diagnose);
}

async function showFailure(failure: InvokeFailure, profile: Profile, snapshot: Snapshot): Promise<void> {
  const failed = l10n.t('Couldn’t verify the profile {0}. {1}', profile.name, failureText(failure, profile));
  const text = paragraph(failed, otherKey(snapshot));
  const { code, action, problem } = failure;
  const missing = code === 'permission' || code === 'destination' ? (action ?? problem.detail.action) : undefined;
  if (missing !== undefined) {
    const button = l10n.t('Copy Missing Permission');
    if ((await window.showErrorMessage(text, button)) === button) await vscode.env.clipboard.writeText(missing);
    return;
  }
  const remedy = code === 'other' ? problemRemedy(problem) : { label: l10n.t('Diagnose'), command: COMMANDS.diagnose };
  if ((await window.showErrorMessage(text, remedy.label)) === remedy.label)
    await vscode.commands.executeCommand(remedy.command);
}

/** The result of a verification in this window: for *Diagnose*, which makes no call of its own. */
export interface Verification {
  readonly profile: Profile;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Undefined: the model has responded. */
  readonly failure: InvokeFailure | undefined;
}

type OnVerified = (failure: InvokeFailure | undefined) => void;

/** Asks, and verifies. Answers a function that shows the result, or nothing where the user declines. */
async function verifyOnce(
  profile: Profile,
  store: Store,
  ourCalls: OurCall[],
  onVerified: OnVerified,
): Promise<(() => Promise<void>) | undefined> {
  const { snapshot, connection } = store;
  const modes = await confirm(profile, snapshot);
  if (modes === undefined) return undefined;
  const aws = await store.aws();
  if (aws === undefined || connection !== store.connection) throw new Problem('changed');
  const result = await withCancel(l10n.t('Verifying {0}', profile.name), (signal, report) =>
    runVerification(aws, profile, modes, ourCalls, signal, report),
  );
  onVerified(result.kind === 'failed' ? result.failure : undefined);
  return () => showResult(result, profile, snapshot);
}

/** Verifies each profile once at a time: a second click must not cost a second call. */
export class ProfileVerifier {
  readonly #running = new Set<string>();
  /** Our calls through each profile, to distinguish them from others'. */
  readonly #calls = new Map<string, OurCall[]>();
  #last: Verification | undefined;

  get last(): Verification | undefined {
    return this.#last;
  }

  #callsOf({ arn }: Profile): OurCall[] {
    const calls = this.#calls.get(arn) ?? [];
    this.#calls.set(arn, calls);
    return calls;
  }

  /**
   * Asks first. Rejects with an AbortError when the user cancels, and with a Problem where AWS cannot be called at all.
   */
  async verify(profile: Profile, store: Store): Promise<void> {
    if (this.#running.has(profile.arn)) {
      void window.showInformationMessage(l10n.t('{0} is already being verified.', profile.name));
      return;
    }
    this.#running.add(profile.arn);
    let show: (() => Promise<void>) | undefined;
    try {
      show = await verifyOnce(profile, store, this.#callsOf(profile), (failure) => {
        this.#last = { profile, at: Date.now(), failure };
      });
    } finally {
      this.#running.delete(profile.arn);
    }
    // The notification may stay open for long; the profile can be verified again meanwhile.
    await show?.();
  }
}
