/** As many application profiles as one account may have in one Region. */

import type { Scenario, ScenarioProfile } from '../scenario';
import { empty } from './empty';

const TEAMS = [
  'platform',
  'payments',
  'mobile',
  'data',
  'ml-research',
  'developer-experience',
  'firmware',
  'support',
  'security',
  'web',
];
const SOURCES = [
  'us.anthropic.claude-sonnet-5',
  'global.anthropic.claude-sonnet-4-6',
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'us.anthropic.claude-opus-4-7',
];
const COUNT = 1000;

function profile(index: number): ScenarioProfile {
  const source = SOURCES[index % SOURCES.length] ?? '';
  // Jane has the first three.
  const member = index < 3 ? 'jane.doe' : `member-${String(Math.floor(index / 2)).padStart(3, '0')}`;
  const team = index < 3 ? 'platform' : (TEAMS[Math.floor(index / 2) % TEAMS.length] ?? '');
  return {
    name: `${team}-${String(index).padStart(4, '0')}`,
    source,
    tags: { Team: team, MemberName: member, BedrockTallySource: source },
    ageDays: 60,
    // Each profile has traffic in every 24 hours.
    use: { weekend: 1, utcOffset: (index % 5) * 2 - 8 },
  };
}

export const thousand: Scenario = {
  ...empty,
  name: 'thousand',
  billing: { activation: { Team: { daysAgo: 60 }, MemberName: { daysAgo: 60 } } },
  profiles: Array.from({ length: COUNT }, (_, index) => profile(index)),
};
