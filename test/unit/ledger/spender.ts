/** A window in a process of its own that spends as fast as it can, until it is killed: `tsx spender.ts URL FOLDER`. */

import { openCloud } from '../../../src/aws/index';
import { region } from '../../../src/core/ids';
import { planQueries } from '../../../src/core/series';
import { last24Hours } from '../../../src/core/usage';
import { OwnCostCounter } from '../../../src/ledger/ownCost';
import { fileStore } from '../../../src/ledger/store';

const [url = '', folder = ''] = process.argv.slice(2);
const signal = (): AbortSignal => new AbortController().signal;
const now = Date.parse('2026-11-20T20:00:00Z');

async function spend(): Promise<void> {
  const counter = new OwnCostCounter({
    store: fileStore(folder, () => undefined),
    now: () => now,
    onDidChange: () => undefined,
  });
  const cloud = await openCloud(
    { awsProfile: '', region: region('us-east-1'), endpoint: url },
    () => undefined,
    { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' },
    undefined,
    counter.note,
  );
  const profiles = (await cloud.listProfiles(signal())).slice(0, 3);
  const queries = planQueries(profiles, [], ['input', 'output'], 'ask');
  process.stdout.write('spending\n');
  for (;;) {
    await Promise.all([
      cloud.fetchSeries(queries, last24Hours(now), signal()),
      cloud.billing.costTags(['Team'], signal()),
    ]);
  }
}

void spend();
