/**
 * The files of agents in a scratch home, as their programs write them, and a stand-in for Cline that keeps its settings
 * as Cline does.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BedrockClient, DeleteInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import type { Simulator } from '../../../src/simulator/index';
import { writeAwsFiles } from '../tally';
import { CLINE_STAND_IN, CLINE_WITH_VIEW } from './clineStandIn';

export const CLINE = '.cline/data/globalState.json';
export const CLINE_PROVIDERS = '.cline/data/settings/providers.json';
export const CLAUDE = '.claude/settings.json';
export const OPENCODE = '.config/opencode/opencode.jsonc';
export const CONTINUE = '.continue/config.yaml';

/** What must be seen nowhere. */
export const SECRET = 'sk-do-not-show-this';

interface StandIn {
  readonly publisher: string;
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly code: string;
  readonly contributes?: object;
}

async function installStandIn(extensions: string, { code, ...about }: StandIn): Promise<void> {
  const folder = join(extensions, `${about.publisher}.${about.name}-${about.version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'extension.js'), code);
  const manifest = {
    ...about,
    engines: { vscode: '^1.84.0' },
    main: './extension.js',
    activationEvents: ['onLanguage', 'onStartupFinished'],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

/** How the stand-in for Zoo Code takes a call: as it should, with no answer, with an error, or not at all. */
export const ZOO_MODE = 'zoo-mode';
/** What it has been told, one line for each call. */
export const ZOO_TOLD = 'zoo-told';

/** Exports what Zoo Code's source exports, as far as it is used. */
const ZOO_STAND_IN: StandIn = {
  publisher: 'ZooCodeOrganization',
  name: 'zoo-code',
  displayName: 'Zoo Code (stand-in)',
  version: '3.87.0',
  code: `
const fs = require('node:fs'), path = require('node:path'), os = require('node:os');
const at = (name) => path.join(os.homedir(), name);
let active = 'default';
const profiles = new Map([['default', {}]]);
const mode = () => fs.readFileSync(at(${JSON.stringify(ZOO_MODE)}), 'utf8');
const tell = (...what) => fs.appendFileSync(at(${JSON.stringify(ZOO_TOLD)}), JSON.stringify(what) + '\\n');
class Api {
  getActiveProfile() { return active; }
  async setActiveProfile(name) {
    tell('setActiveProfile', name);
    if (!profiles.has(name)) throw new Error('no such profile');
    return (active = name);
  }
  get upsertProfile() {
    if (mode() === 'missing') return undefined;
    return async function (name, settings, activate) {
      tell('upsertProfile', name, settings, activate);
      if (mode() === 'throws') throw new Error('Failed to upsert profile');
      if (mode() === 'silent') return undefined;
      this.profilesOf().set(name, settings);
      if (activate) active = name;
      return 'id-' + name;
    };
  }
  profilesOf() { return profiles; }
}
exports.activate = () => new Api();
`,
};

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

/** AWS's files, and Cline as an extension that has not been started yet. */
export async function furnishWithCline(home: string, ...aws: readonly string[]): Promise<void> {
  const [config, credentials] = aws;
  await writeAwsFiles(home, config, credentials);
  await installStandIn(join(dirname(home), 'extensions'), CLINE_STAND_IN);
}

/**
 * The home before VS Code starts: AWS's files, and Cline as it is set by hand to a system profile, with somebody's key
 * beside it.
 */
export async function furnish(home: string): Promise<void> {
  await furnishWithCline(home);
  const files = new AgentFiles(home);
  files.write(CLINE, {
    actModeApiProvider: 'bedrock',
    actModeApiModelId: 'us.anthropic.claude-sonnet-5',
    planModeApiProvider: 'bedrock',
    planModeApiModelId: 'us.anthropic.claude-sonnet-5',
    awsRegion: 'us-east-1',
    openAiApiKey: SECRET,
    welcomeViewCompleted: true,
  });
}

/** The same where Cline has its view in the activity bar. */
export async function furnishWithClineView(home: string): Promise<void> {
  await furnish(home);
  await installStandIn(join(dirname(home), 'extensions'), CLINE_WITH_VIEW);
}

/** The same with Zoo Code beside it. */
export async function furnishWithZoo(home: string): Promise<void> {
  await furnish(home);
  await installStandIn(join(dirname(home), 'extensions'), ZOO_STAND_IN);
  new AgentFiles(home).write(ZOO_MODE, 'takes');
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
    ANTHROPIC_DEFAULT_FABLE_MODEL: arn,
  },
});

/** OpenCode, with a comment and another provider's key. */
export const openCodeSettings = (arn: string): string => `{
  // mine
  "theme": "dark",
  "model": "amazon-bedrock/claude-old",
  "small_model": "amazon-bedrock/claude-old",
  "provider": {
    "openai": { "options": { "apiKey": "${SECRET}" } },
    "amazon-bedrock": { "options": { "region": "us-east-1" }, "models": { "claude-old": { "id": "${arn}" } } }
  }
}
`;
