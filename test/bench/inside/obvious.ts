/**
 * The obvious way, as articles show it: list the profiles, ask for each one's tags, ask for each of its metrics, one
 * call after the other. Prints an `ObviousRun` as JSON. Arguments: the simulator's address, its time in ms since 1970,
 * how many profiles to take.
 */

import { BedrockClient, ListInferenceProfilesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { measure, type Measured } from './control';

export interface ObviousRun {
  /** Listing all profiles, by pages of the default size. */
  readonly list: Measured;
  /** Tags and four metrics of a sample of them. */
  readonly sample: Measured;
  readonly profiles: number;
  readonly sampled: number;
  /** The sample's tokens of a day, the four kinds together, by profile. */
  readonly tokens: Readonly<Record<string, number>>;
}

const METRICS = ['InputTokenCount', 'OutputTokenCount', 'CacheReadInputTokenCount', 'CacheWriteInputTokenCount'];
const DAY = 86_400_000;

interface Found {
  readonly id: string;
  readonly arn: string;
}

async function listAll(bedrock: BedrockClient): Promise<readonly Found[]> {
  const found: Found[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await bedrock.send(
      new ListInferenceProfilesCommand({
        typeEquals: 'APPLICATION',
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    for (const { inferenceProfileId: id, inferenceProfileArn: arn } of answer.inferenceProfileSummaries ?? [])
      if (id !== undefined && arn !== undefined) found.push({ id, arn });
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  return found;
}

async function tokensOf(cloudWatch: CloudWatchClient, id: string, now: number): Promise<number> {
  let tokens = 0;
  for (const MetricName of METRICS) {
    const answer = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Bedrock',
        MetricName,
        Dimensions: [{ Name: 'ModelId', Value: id }],
        StartTime: new Date(now - DAY),
        EndTime: new Date(now),
        Period: 3600,
        Statistics: ['Sum'],
      }),
    );
    for (const point of answer.Datapoints ?? []) tokens += point.Sum ?? 0;
  }
  return tokens;
}

async function main(): Promise<ObviousRun> {
  const [url, time, most] = process.argv.slice(2);
  if (url === undefined) throw new Error('The simulator’s address is needed.');
  const credentials = { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' };
  const config = { region: 'us-east-1', endpoint: url, credentials };
  const bedrock = new BedrockClient(config);
  const cloudWatch = new CloudWatchClient(config);
  let all: readonly Found[] = [];
  const list = await measure(url, async () => {
    all = await listAll(bedrock);
  });
  const step = Math.max(1, Math.floor(all.length / Number(most)));
  const some = all.filter((_, index) => index % step === 0).slice(0, Number(most));
  const tokens: Record<string, number> = {};
  const sample = await measure(url, async () => {
    for (const { id, arn } of some) {
      await bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
      tokens[id] = await tokensOf(cloudWatch, id, Number(time));
    }
  });
  bedrock.destroy();
  cloudWatch.destroy();
  return { list, sample, profiles: all.length, sampled: some.length, tokens };
}

void main().then((run) => {
  process.stdout.write(JSON.stringify(run));
});
