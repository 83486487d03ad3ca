/** A made-up machine with agents on it, for the sample data: none of the user's own files is read or changed. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMine } from '../../core/profiles/profile';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { ChangeHistory } from '../../agents/changes/changeHistory';
import type { AgentsEnvironment } from './environment';

const REGION = 'us-east-1';

/**
 * Files as their programs write them: one agent with its owner's profile, one with a colleague's, one with nobody's.
 */
function filesFor({ profiles, ownership }: Snapshot): Readonly<Record<string, unknown>> {
  const { keys, myNames } = ownership;
  const all = listedProfiles({ profiles });
  const mine = all.find((profile) => isMine(profile, keys, myNames))?.arn ?? '';
  const theirs = all.find((profile) => !isMine(profile, keys, myNames) && profile.tags?.[keys.member] !== undefined);
  const families = ['SONNET', 'OPUS', 'HAIKU', 'FABLE'].map(
    (family) => [`ANTHROPIC_DEFAULT_${family}_MODEL`, mine] as const,
  );
  const system = 'us.anthropic.claude-sonnet-5';
  return {
    '.cline/data/globalState.json': {
      actModeApiProvider: 'bedrock',
      actModeApiModelId: system,
      planModeApiProvider: 'bedrock',
      planModeApiModelId: system,
      awsRegion: REGION,
      awsUseCrossRegionInference: true,
    },
    '.claude/settings.json': {
      model: 'sonnet',
      env: Object.fromEntries([['CLAUDE_CODE_USE_BEDROCK', '1'], ['AWS_REGION', REGION], ...families]),
    },
    '.config/opencode/opencode.json': {
      model: 'amazon-bedrock/claude',
      small_model: 'amazon-bedrock/claude',
      provider: { 'amazon-bedrock': { options: { region: REGION }, models: { claude: { id: theirs?.arn ?? '' } } } },
    },
  };
}

export class SampleEnvironment {
  readonly #root = mkdtempSync(join(tmpdir(), 'bedrock-tally-sample-'));
  #writtenFor = false;

  get environment(): AgentsEnvironment {
    return {
      host: { home: join(this.#root, 'home'), env: {}, platform: process.platform, now: Date.now },
      folder: undefined,
      changes: new ChangeHistory(join(this.#root, 'storage'), Date.now),
      scheduleFolder: undefined,
      startedAt: performance.timeOrigin,
    };
  }

  /** Puts the agents' files there, once, when there are profiles that they can be set to. */
  writeFiles(snapshot: Snapshot): void {
    if (this.#writtenFor || snapshot.profiles.value === undefined) return;
    this.#writtenFor = true;
    for (const [path, content] of Object.entries(filesFor(snapshot))) {
      const file = join(this.#root, 'home', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(content, null, 2));
    }
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
