/**
 * Attribution: which tokens are attributed to an owner and which are not. Counts only, no prices.
 * CloudWatch counts a call under one `ModelId`: an application profile's id or ARN, a system profile's id, or a model's
 * id.
 */

import { groupBy } from '../collections';
import { parseArn, profileId } from '../ids';
import { splitGeo } from '../profiles/models';
import { ownerTagState, isMine, ownerOf, type MyNames, type OwnerKeys, type Profile } from '../profiles/profile';
import { METRIC_NAMES, type SeriesKey, type SeriesQuery } from '../usage/series';
import {
  addTokens,
  NO_TOKENS,
  periodCount,
  TOKEN_KINDS,
  totalTokens,
  type ProfileUsage,
  type Span,
  type TokenCounts,
  type TokenKind,
} from '../usage/usage';

/**
 * Whose tokens they are. `incomplete` profiles lack an owner's tag or a required one, mine too; `unreadable` ones may
 * have them; `deleted` is a profile's id that is not listed (any more). `other` is what is none of these, such as a
 * provisioned model.
 */
export const ATTRIBUTION_CLASSES = [
  'mine',
  'my-team',
  'others',
  'incomplete',
  'unreadable',
  'deleted',
  'system-profile',
  'model',
  'other',
] as const;
/** Whose usage it is, or why nobody's: one of `ATTRIBUTION_CLASSES`. */
export type AttributionClass = (typeof ATTRIBUTION_CLASSES)[number];

/** Classes whose tokens carry a full owner. */
export const ATTRIBUTED: readonly AttributionClass[] = ['mine', 'my-team', 'others'];

/** What is known of owners. */
export interface AttributionContext {
  readonly profiles: readonly Profile[];
  readonly keys: OwnerKeys;
  readonly myNames: MyNames;
  /** Undefined where it is not known. */
  readonly myTeam: string | undefined;
  /** Ids of system profiles, where they are listed; others are known by their geographic prefix. */
  readonly systemProfileIds?: readonly string[];
  /** Whether a profile carries what else is required of its tags. */
  readonly isComplete?: (profile: Profile) => boolean;
}

const APPLICATION = /^[a-z0-9]{12}$/;

/** One name for what a ModelId means: a profile's id and its ARN are the same subject. */
export function subjectOf(modelId: string): string {
  const arn = parseArn(modelId);
  const known = ['application-inference-profile', 'inference-profile', 'foundation-model'];
  return arn !== undefined && known.includes(arn.resourceType) ? arn.resourceId : modelId;
}

function classOfProfile(profile: Profile, context: AttributionContext): AttributionClass {
  const { keys, myNames, myTeam, isComplete } = context;
  if (profile.tags === undefined) return 'unreadable';
  if (ownerTagState(profile, keys) !== 'owned' || isComplete?.(profile) === false) return 'incomplete';
  if (isMine(profile, keys, myNames)) return 'mine';
  return myTeam !== undefined && ownerOf(profile, keys).team === myTeam ? 'my-team' : 'others';
}

/** Tells subjects apart, for a list of profiles that is read once. */
export function classifier(context: AttributionContext): (subject: string) => AttributionClass {
  const profiles = new Map<string, Profile>(context.profiles.map((profile) => [profile.id, profile]));
  const system = new Set(context.systemProfileIds);
  return (subject) => {
    const profile = profiles.get(subject);
    if (profile !== undefined) return classOfProfile(profile, context);
    if (APPLICATION.test(subject)) return 'deleted';
    if (parseArn(subject) !== undefined) return 'other';
    if (system.has(subject) || splitGeo(subject).geo !== undefined) return 'system-profile';
    return subject.includes('.') ? 'model' : 'other';
  };
}

const KIND_OF = new Map<string, TokenKind>(
  TOKEN_KINDS.flatMap((kind) => METRIC_NAMES[kind].map((name): [string, TokenKind] => [name, kind])),
);

/**
 * The series to ask for, of those that exist: the four kinds of tokens of every subject but the profiles in `measured`,
 * whose usage is known already, under the id and under the ARN. `profile` of a query is the subject, also where that is
 * a model.
 */
export function planAttributionQueries(
  listed: readonly SeriesKey[],
  measured: ReadonlySet<string>,
): readonly SeriesQuery[] {
  const queries = new Map<string, SeriesQuery>();
  for (const { metric, modelId } of listed) {
    const measure = KIND_OF.get(metric);
    const subject = subjectOf(modelId);
    if (measure === undefined || measured.has(subject)) continue;
    queries.set(`${metric}\n${modelId}`, { profile: profileId(subject), measure, statistic: 'Sum', metric, modelId });
  }
  return [...queries.values()];
}

/**
 * Tokens, and what part they are of all tokens counted, in total and of each kind. A share of nothing is undefined, not
 * zero.
 */
export interface Portion {
  readonly tokens: TokenCounts;
  readonly share: number | undefined;
  readonly shares: Readonly<Record<TokenKind, number | undefined>>;
}

/** The usage of each class. */
export type ByClass = Readonly<Record<AttributionClass, Portion>>;

/** The usage under one profile, system profile or model. */
export interface SubjectPortion extends Portion {
  /** A profile's, system profile's or model's id. */
  readonly subject: string;
  readonly class: AttributionClass;
}

/** The usage of one UTC day, by class. */
export interface DayPortion {
  readonly day: string;
  readonly tokens: TokenCounts;
  /** Shares are of this day's tokens. */
  readonly classes: ByClass;
}

/** Usage by class, subject and day. */
export interface AttributionReport {
  readonly tokens: TokenCounts;
  readonly classes: ByClass;
  /** All that are attributed in full, and all others. */
  readonly attributed: Portion;
  readonly unattributed: Portion;
  /** Most tokens first; those without any are left out. */
  readonly subjects: readonly SubjectPortion[];
  /** In order, including days of the span without tokens. */
  readonly days: readonly DayPortion[];
}

const part = (value: number, whole: number): number | undefined => (whole > 0 ? value / whole : undefined);

function portion(tokens: TokenCounts, all: TokenCounts): Portion {
  const of = (kind: TokenKind): number | undefined => part(tokens[kind], all[kind]);
  return {
    tokens,
    share: part(totalTokens(tokens), totalTokens(all)),
    shares: { input: of('input'), output: of('output'), cacheRead: of('cacheRead'), cacheWrite: of('cacheWrite') },
  };
}

const sum = (all: readonly TokenCounts[]): TokenCounts => all.reduce(addTokens, NO_TOKENS);

/** What one subject used in one period. */
interface Entry {
  readonly subject: string;
  readonly class: AttributionClass;
  readonly day: string;
  readonly tokens: TokenCounts;
}

const count = (value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : 0;

const at = (usage: ProfileUsage, period: number): TokenCounts => ({
  input: count(usage.input?.[period]),
  output: count(usage.output?.[period]),
  cacheRead: count(usage.cacheRead?.[period]),
  cacheWrite: count(usage.cacheWrite?.[period]),
});

function byClass(entries: readonly Entry[], all: TokenCounts): ByClass {
  const grouped = groupBy(entries, (entry) => entry.class);
  const of = (name: AttributionClass): Portion =>
    portion(sum((grouped.get(name) ?? []).map(({ tokens }) => tokens)), all);
  return {
    mine: of('mine'),
    'my-team': of('my-team'),
    others: of('others'),
    incomplete: of('incomplete'),
    unreadable: of('unreadable'),
    deleted: of('deleted'),
    'system-profile': of('system-profile'),
    model: of('model'),
    other: of('other'),
  };
}

const inUtc = (time: number): string => new Date(time).toISOString().slice(0, 10);

function subjectPortions(entries: readonly Entry[], all: TokenCounts): readonly SubjectPortion[] {
  return [...groupBy(entries, ({ subject }) => subject)]
    .map(([subject, own]): SubjectPortion => {
      const tokens = sum(own.map((entry) => entry.tokens));
      return { subject, class: own[0]?.class ?? 'other', ...portion(tokens, all) };
    })
    .filter(({ tokens }) => totalTokens(tokens) > 0)
    .sort((a, b) => totalTokens(b.tokens) - totalTokens(a.tokens));
}

/**
 * Adds up usage by ModelId. An id and an ARN of the same profile are different traffic and are added, so a report that
 * holds both already must not be given with the ARN's again. `dayOf` names the day of a time (milliseconds since 1970);
 * UTC where none is given.
 */
export function attributeUsage(
  usage: Readonly<Record<string, ProfileUsage>>,
  span: Span,
  context: AttributionContext,
  dayOf: (time: number) => string = inUtc,
): AttributionReport {
  const classOf = classifier(context);
  const days = Array.from({ length: periodCount(span) }, (_, period) =>
    dayOf(span.start + period * span.periodSeconds * 1000),
  );
  const entries = Object.entries(usage).flatMap(([modelId, values]) => {
    const subject = subjectOf(modelId);
    const name = classOf(subject);
    return days.map((day, period): Entry => ({ subject, class: name, day, tokens: at(values, period) }));
  });
  const all = sum(entries.map(({ tokens }) => tokens));
  const ofDay = groupBy(entries, ({ day }) => day);
  const own = entries.filter((entry) => ATTRIBUTED.includes(entry.class));
  const none = entries.filter((entry) => !ATTRIBUTED.includes(entry.class));
  return {
    tokens: all,
    classes: byClass(entries, all),
    attributed: portion(sum(own.map(({ tokens }) => tokens)), all),
    unattributed: portion(sum(none.map(({ tokens }) => tokens)), all),
    subjects: subjectPortions(entries, all),
    days: [...new Set(days)].map((day): DayPortion => {
      const that = ofDay.get(day) ?? [];
      const tokens = sum(that.map((entry) => entry.tokens));
      return { day, tokens, classes: byClass(that, tokens) };
    }),
  };
}

const DAY = 86_400_000;

/** The same of usage that has one value for each of some days, which are named. */
export function attributionByDay(
  usage: Readonly<Record<string, ProfileUsage>>,
  days: readonly string[],
  context: AttributionContext,
): AttributionReport {
  const span = { start: 0, end: days.length * DAY, periodSeconds: DAY / 1000 };
  return attributeUsage(usage, span, context, (time) => days[time / DAY] ?? '');
}
