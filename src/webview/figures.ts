/** What the page shows, computed once for each state that arrives. */

import type { PageFigures, PageProfile } from '../core/protocol';
import { periodCount } from '../core/usage';
import { localHours, type LocalHour, type OffsetAt } from './hours';
import { summarize, type Summary } from './sums';

/** One local hour and what was used in it. */
export interface HourUsage {
  readonly hour: LocalHour;
  readonly usage: Summary;
}

/** One profile, or one model with the number of its profiles, over the whole span. */
export interface ProfileTotals {
  readonly profile: PageProfile;
  readonly usage: Summary;
}
export interface ModelTotals {
  readonly model: string;
  readonly profiles: number;
  readonly usage: Summary;
}

export interface Computed {
  readonly total: Summary;
  readonly hours: readonly HourUsage[];
  readonly profiles: readonly ProfileTotals[];
  readonly models: readonly ModelTotals[];
}

const DAY = 86_400_000;

/** Whether a span can be drawn at all. The page refuses others instead of counting forever. */
export const isPlausible = ({ start, end, periodSeconds }: PageFigures): boolean =>
  periodSeconds >= 60 && end >= start && end - start <= 8 * DAY && Math.abs(end) < 8e15;

/** Totals, hours, profiles and models of the figures. */
export function compute(figures: PageFigures, offsetAt: OffsetAt): Computed {
  const periods = periodCount(figures);
  const usages = figures.profiles.map(({ usage }) => usage);
  const byModel = new Map<string, PageProfile[]>();
  for (const profile of figures.profiles) byModel.set(profile.model, [...(byModel.get(profile.model) ?? []), profile]);
  return {
    total: summarize(usages, 0, periods),
    hours: localHours(figures, offsetAt).map((hour) => ({ hour, usage: summarize(usages, hour.from, hour.to) })),
    profiles: figures.profiles.map((profile) => ({ profile, usage: summarize([profile.usage], 0, periods) })),
    models: [...byModel].map(([model, profiles]) => ({
      model,
      profiles: profiles.length,
      usage: summarize(
        profiles.map(({ usage }) => usage),
        0,
        periods,
      ),
    })),
  };
}
