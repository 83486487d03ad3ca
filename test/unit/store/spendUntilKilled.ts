/**
 * A window in a process of its own that spends as fast as it can, until it is killed: `tsx spendUntilKilled.ts URL
 * FOLDER`.
 */

import { openAws } from '../../../src/aws/index';
import { region } from '../../../src/core/ids';
import { planQueries } from '../../../src/core/usage/series';
import { last24Hours } from '../../../src/core/usage/usage';
import { ExtensionCostCounter } from '../../../src/store/extensionCost';
import { fileFolder } from '../../../src/store/shared/fileFolder';

const [url = '', folder = ''] = process.argv.slice(2);
const signal = (): AbortSignal => new AbortController().signal;
const now = Date.parse('2026-11-20T20:00:00Z');

async function spend(): Promise<void> {
  const counter = new ExtensionCostCounter({
    sharedFolder: fileFolder(folder, () => undefined),
    now: () => now,
    onDidChange: () => undefined,
  });
  const aws = await openAws(
    { awsProfile: '', region: region('us-east-1'), endpoint: url },
    {
      log: () => undefined,
      keys: { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' },
      onCharge: counter.record,
    },
  );
  const profiles = (await aws.listProfiles(signal())).slice(0, 3);
  const queries = planQueries(profiles, [], ['input', 'output'], 'ask');
  process.stdout.write('spending\n');
  for (;;) {
    await Promise.all([aws.fetchSeries(queries, last24Hours(now), signal()), aws.billing.costTags(['Team'], signal())]);
  }
}

void spend();
