/**
 * Names that are somebody else's and mean something to JavaScript: from CloudWatch over the shared files to the tree,
 * the page and an export.
 */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AwsApi } from '../../../src/core/awsApi';
import { ownValue } from '../../../src/core/collections';
import { toCsv } from '../../../src/core/export/csv';
import { toJson } from '../../../src/core/export/json';
import { attributionByDay } from '../../../src/core/attribution/attribution';
import { arn, profileId } from '../../../src/core/ids';
import { isMine, matchesTags, ownerOf, type Profile } from '../../../src/core/profiles/profile';
import { METRIC_NAMES, type SeriesQuery } from '../../../src/core/usage/series';
import { TOKEN_KINDS, tokensOf, totalTokens } from '../../../src/core/usage/usage';
import type { Entry } from '../../../src/store/part';
import * as shapes from '../../../src/store/shared/shapes';
import type { Check } from '../../../src/store/shared/sharedFolder';
import { fetchDays } from '../../../src/store/fetch/dailyUsage';
import { fetchAttribution } from '../../../src/store/fetch/attribution';
import { fetchRange, fetchEveryone, fetchUsage } from '../../../src/store/fetch/usage';
import { tokensFor } from '../../../src/features/profiles/treeModel';
import { known, NOW, withProfiles } from '../features/snapshots';
import { makeFolder, type Folder } from './testWindow';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOSTILE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
  'length',
];
const names = fc.uniqueArray(fc.oneof(fc.constantFrom(...HOSTILE), fc.stringMatching(/^[a-z0-9_.:-]{1,14}$/)), {
  minLength: 2,
  maxLength: 9,
});

const profileOf = (id: string): Profile => ({
  arn: arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`),
  id: profileId(id),
  name: id,
  description: undefined,
  status: 'ACTIVE',
  models: [arn('arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5')],
  createdAt: undefined,
  updatedAt: undefined,
  tags: { Team: id, MemberName: 'jane.doe' },
});

describe('Names that mean something to JavaScript', () => {
  let folder: Folder;
  before(async () => {
    folder = await makeFolder();
  });
  after(() => folder.remove());

  /** What another window reads of a value. */
  async function shared<Value>(value: Value, check: Check<Entry<Value>>): Promise<Value> {
    const name = `value-${String(Math.random()).slice(2)}`;
    await folder.sharedFolder().write(name, { value, asOf: NOW, failures: 0, triedAt: NOW, version: 'x' });
    const entry = await folder.sharedFolder().read(name, () => Promise.resolve(check));
    assert.ok(entry?.value !== undefined);
    return entry.value;
  }

  /** CloudWatch with a series of input tokens for each name: as many in all as its place in the list, and one more. */
  const cloudOf = (ids: readonly string[]): AwsApi => {
    const answer = (query: SeriesQuery, length: number): readonly number[] =>
      Array.from({ length }, (_, period) =>
        period === length - 1 && query.measure === 'input' ? ids.indexOf(query.modelId) + 1 : 0,
      );
    return {
      listSeries: () =>
        Promise.resolve(
          ids.flatMap((modelId) =>
            TOKEN_KINDS.flatMap((kind) => METRIC_NAMES[kind].slice(0, 1).map((metric) => ({ metric, modelId }))),
          ),
        ),
      fetchSeries: (queries, { start, end, periodSeconds }) =>
        Promise.resolve({
          answers: queries.map((query) => ({
            query,
            values: answer(query, Math.ceil((end - start) / periodSeconds / 1000)),
          })),
          partial: [],
        }),
    } satisfies Pick<AwsApi, 'listSeries' | 'fetchSeries'> as unknown as AwsApi;
  };

  it('keep their tokens on the way to the tree, the page and the month', async () => {
    await fc.assert(
      fc.asyncProperty(names, async ([idle = '', ...used]) => {
        const { signal } = new AbortController();
        const aws = cloudOf(used);
        const profiles = [idle, ...used].map(profileOf);
        const wanted = (id: string): number => used.indexOf(id) + 1;
        const check = (id: string, tokens: Parameters<typeof totalTokens>[0] | undefined): void => {
          assert.equal(tokens === undefined ? 0 : totalTokens(tokens), wanted(id), id);
        };

        const team = await shared(await fetchEveryone(aws, profiles, NOW, signal), shapes.isEveryoneUsage);
        const mine = await shared(await fetchUsage(aws, profiles, 'tokens', NOW, signal), shapes.isUsageReport);
        const spans = {
          span: { start: NOW - DAY, end: NOW, periodSeconds: 3600 },
          before: { start: NOW - 2 * DAY, end: NOW - DAY, periodSeconds: 3600 },
        };
        const range = await shared(await fetchRange(aws, profiles, 'tokens', spans, signal), shapes.isRangeReport);
        const days = await shared(
          await fetchDays(aws, profiles, { start: NOW - (NOW % DAY), end: NOW }, NOW, signal),
          shapes.isDaily,
        );
        for (const { id } of profiles) {
          check(id, ownValue(team.tokens, id));
          check(id, tokensOf(ownValue(mine.byProfile, id)));
          check(id, ownValue(range.profiles, id)?.now.tokens);
          const daily = Object.values(ownValue(days.byProfile, id) ?? {});
          assert.equal(
            daily.reduce((sum, { tokens }) => sum + totalTokens(tokens), 0),
            wanted(id),
            id,
          );
        }
        for (const part of [
          { everyone: known(team) },
          { mine: known(mine) },
          { pageUsage: { scope: 'all' as const, range: '24h' as const, usage: known(range) } },
        ]) {
          const snapshot = withProfiles(profiles, part);
          for (const profile of profiles) check(profile.id, tokensFor(snapshot, profile));
        }
      }),
      { numRuns: 40 },
    );
    assert.equal(Reflect.get({}, 'input'), undefined, 'nothing was put where every object finds it');
  });

  it('keep their tokens in the attribution, as what was invoked past profiles', async () => {
    await fc.assert(
      fc.asyncProperty(names, async (ids) => {
        const span = { start: NOW - (NOW % DAY) - DAY, end: NOW - (NOW % DAY), periodSeconds: 3600 };
        const attribution = await shared(
          await fetchAttribution(cloudOf(ids), [], span, new AbortController().signal),
          shapes.isAttributionUsage,
        );
        const { subjects } = attributionByDay(attribution.bySubject, attribution.days, {
          profiles: [],
          keys: { team: 'Team', member: 'MemberName' },
          myNames: [],
          myTeam: undefined,
        });
        assert.deepEqual(
          new Map(subjects.map(({ subject, tokens }) => [subject, totalTokens(tokens)])),
          new Map([...ids.entries()].reverse().map(([index, id]) => [id, index + 1])),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('are nobody’s tags unless they are set', () => {
    for (const key of HOSTILE) {
      const keys = { team: key, member: key };
      const untagged = { tags: {} };
      assert.deepEqual(ownerOf(untagged, keys), { team: undefined, member: undefined });
      assert.equal(isMine(untagged, keys, ['jane.doe']), false);
      const tagged = { tags: Object.fromEntries([[key, 'jane.doe']]) };
      assert.equal(isMine(tagged, keys, ['jane.doe']), true);
      assert.ok(matchesTags(tagged, tagged.tags) && !matchesTags(untagged, tagged.tags));
    }
  });

  it('stand in an export as they are', () => {
    const columns = HOSTILE.map((id) => ({ id, label: id }));
    const table = { title: 't', columns, rows: [HOSTILE, HOSTILE], about: [] };
    const { rows } = JSON.parse(toJson(table)) as { rows: readonly Record<string, unknown>[] };
    for (const row of rows)
      assert.deepEqual(
        HOSTILE.map((id) => (Object.hasOwn(row, id) ? row[id] : undefined)),
        HOSTILE,
      );
    for (const id of HOSTILE) assert.ok(toCsv(table, { bom: false }).includes(id));
  });
});
