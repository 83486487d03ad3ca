/** The files of agents in a scratch home, as their programs write them, and a stand-in for Cline that keeps its settings as Cline does. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BedrockClient, DeleteInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import type { Simulator } from '../../../src/simulator/index';
import { writeAwsFiles } from '../tally';

export const CLINE = '.cline/data/globalState.json';
export const CLINE_PROVIDERS = '.cline/data/settings/providers.json';
export const CLAUDE = '.claude/settings.json';
export const OPENCODE = '.config/opencode/opencode.jsonc';
export const CONTINUE = '.continue/config.yaml';

/** What must be seen nowhere. */
export const SECRET = 'sk-do-not-show-this';

/** Reads its file when it starts and writes its whole memory over it when it ends; the folder `seen` tells what it started with. */
const STAND_IN = `
const fs = require('node:fs'), path = require('node:path'), os = require('node:os');
const file = path.join(os.homedir(), ${JSON.stringify(CLINE)});
let memory;
exports.activate = () => {
  memory = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(path.join(os.homedir(), 'cline-started.json'), JSON.stringify(memory));
};
exports.deactivate = () => fs.writeFileSync(file, JSON.stringify({ ...memory, taskHistory: 7 }));
`;

async function installStandIn(extensions: string): Promise<void> {
  const folder = join(extensions, 'saoudrizwan.claude-dev-4.1.13');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'extension.js'), STAND_IN);
  const manifest = {
    name: 'claude-dev',
    displayName: 'Cline (stand-in)',
    publisher: 'saoudrizwan',
    version: '4.1.13',
    engines: { vscode: '^1.84.0' },
    main: './extension.js',
    activationEvents: ['onLanguage', 'onStartupFinished'],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

export class AgentFiles {
  constructor(readonly home: string) {}

  write(path: string, content: unknown): void {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  read(path: string): string {
    return readFileSync(join(this.home, path), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.home, path));
  }

  json(path: string): Record<string, unknown> {
    return JSON.parse(this.read(path)) as Record<string, unknown>;
  }
}

/** The home before VS Code starts: AWS's files, and Cline as it is set by hand to a system profile, with somebody's key beside it. */
export async function furnish(home: string): Promise<void> {
  await writeAwsFiles(home);
  await installStandIn(join(dirname(home), 'extensions'));
  const files = new AgentFiles(home);
  files.write(CLINE, {
    actModeApiProvider: 'bedrock',
    actModeApiModelId: 'us.anthropic.claude-sonnet-5',
    planModeApiProvider: 'bedrock',
    planModeApiModelId: 'us.anthropic.claude-sonnet-5',
    awsRegion: 'us-east-1',
    openAiApiKey: SECRET,
  });
}

/** Application profiles by name. */
export async function profilesOf({ url }: Simulator): Promise<ReadonlyMap<string, string>> {
  const client = clientOf(url);
  const { inferenceProfileSummaries = [] } = await client.send(
    new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }),
  );
  client.destroy();
  return new Map(
    inferenceProfileSummaries.map(({ inferenceProfileName = '', inferenceProfileArn = '' }) => [
      inferenceProfileName,
      inferenceProfileArn,
    ]),
  );
}

export async function deleteProfile({ url }: Simulator, arn: string): Promise<void> {
  const client = clientOf(url);
  await client.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
  client.destroy();
}

const clientOf = (endpoint: string): BedrockClient =>
  new BedrockClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' },
  });

/** Claude Code, set to a profile for all that it does. */
export const claudeSettings = (arn: string, region = 'us-east-1'): unknown => ({
  model: 'sonnet',
  apiKeyHelper: SECRET,
  env: {
    CLAUDE_CODE_USE_BEDROCK: '1',
    AWS_REGION: region,
    ANTHROPIC_DEFAULT_SONNET_MODEL: arn,
    ANTHROPIC_DEFAULT_OPUS_MODEL: arn,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: arn,
  },
});

/** OpenCode, with a comment and another provider's key. */
export const openCodeSettings = (arn: string): string => `{
  // mine
  "theme": "dark",
  "model": "amazon-bedrock/claude-old",
  "provider": {
    "openai": { "options": { "apiKey": "${SECRET}" } },
    "amazon-bedrock": { "options": { "region": "us-east-1" }, "models": { "claude-old": { "id": "${arn}" } } }
  }
}
`;
