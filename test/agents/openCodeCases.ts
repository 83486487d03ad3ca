/** What is put at each place of OpenCode’s table. */

import { join } from 'node:path';
import { change, write, type Folders, type LocationCase, type Settings } from './locationCase';

const opencode = ({ home }: Folders): string => join(home, '.config/opencode/opencode.json');
const KEY = 'us.anthropic.claude-opus-4-6-v1';
const PAST = `amazon-bedrock/${KEY}`;
const mode = (more: string): string => `---\nmode: primary\n${more}---\nBe brief.\n`;

export const OPENCODE_CASES: readonly LocationCase[] = [
  {
    name: 'an agent’s file in the user’s folder names another model',
    location: 'own work',
    put: ({ home }) => {
      write(join(home, '.config/opencode/agent/build.md'), mode(`model: ${PAST}\n`));
    },
    past: true,
  },
  {
    name: 'a mode’s file in the folder names another model',
    location: 'work of the project',
    put: ({ workspace }) => {
      write(join(workspace, '.opencode/modes/build.md'), mode(`model: ${PAST}\n`));
    },
    past: true,
  },
  {
    name: 'the user’s settings name another model for a mode',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        settings.mode = { build: { model: PAST } };
      });
    },
    past: true,
  },
  {
    name: 'a command names another model',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        settings.command = { review: { template: 'Say hi.', model: PAST } };
      });
    },
    options: ['--command', 'review'],
    past: true,
  },
  {
    name: 'the folder’s file names another model',
    location: 'project files',
    put: ({ workspace }) => {
      write(join(workspace, 'opencode.json'), { model: PAST });
    },
    past: true,
  },
  {
    name: 'the folder’s settings folder names another model',
    location: 'project folders',
    put: ({ workspace }) => {
      write(join(workspace, '.opencode/opencode.json'), { model: PAST });
    },
    past: true,
  },
  {
    name: 'the managed settings name another model',
    location: 'managed settings',
    put: ({ managed }) => {
      write(join(managed, 'opencode.json'), { model: PAST });
    },
    past: true,
  },
  {
    name: 'a variable holds settings with another model',
    location: 'the shell',
    put: () => undefined,
    env: { OPENCODE_CONFIG_CONTENT: JSON.stringify({ model: PAST }) },
    past: true,
  },
  {
    name: 'the ARN and the Region are in variables',
    location: 'user settings',
    put: (folders, arn) => {
      write(`${folders.home}/arn.txt`, arn);
      change(opencode(folders), (settings) => {
        const text = JSON.stringify(settings).replaceAll(arn, '{env:MY_ARN}');
        Object.assign(settings, JSON.parse(text) as Settings);
        const { provider } = settings as { provider?: Record<string, { options: Record<string, string> }> };
        const bedrock = provider?.['amazon-bedrock'];
        if (bedrock) bedrock.options.region = '{env:MY_REGION}';
      });
    },
    env: { MY_ARN: '', MY_REGION: 'us-west-2' },
    past: false,
  },
  {
    name: 'nothing names a Region',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        const { provider } = settings as { provider?: Record<string, { options: Record<string, string> }> };
        const bedrock = provider?.['amazon-bedrock'];
        if (bedrock) delete bedrock.options.region;
      });
    },
    env: { AWS_DEFAULT_REGION: 'eu-central-1' },
    past: false,
    region: 'us-east-1',
  },
  {
    name: 'a stored login has a key of Bedrock’s own',
    location: 'stored logins',
    put: ({ home }) => {
      write(join(home, '.local/share/opencode/auth.json'), {
        'amazon-bedrock': { type: 'api', key: 'ABSK-simulator' },
      });
    },
    past: false,
    otherCredentials: true,
  },
  {
    name: 'a list of the provider’s models leaves ours out',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        const { provider } = settings as { provider?: Record<string, Record<string, unknown>> };
        const bedrock = provider?.['amazon-bedrock'];
        if (bedrock) bedrock.whitelist = [KEY];
      });
    },
    past: false,
    blocked: true,
  },
];

/** Places that only our reading is held against: the program was tried with their like. */
export const OPENCODE_UNRUN: readonly LocationCase[] = [
  {
    name: 'the file that a variable names has another model',
    location: 'named file',
    put: ({ home }) => {
      write(join(home, 'named.json'), { model: PAST });
    },
    env: { OPENCODE_CONFIG: '~/named.json' },
    past: true,
  },
  {
    name: 'the folder of the home has another model',
    location: 'folder of the home',
    put: ({ home }) => {
      write(join(home, '.opencode/opencode.json'), { model: PAST });
    },
    past: true,
  },
  {
    name: 'the folder of the home has an agent with another model',
    location: 'work of the home',
    put: ({ home }) => {
      write(join(home, '.opencode/agents/deep/x.md'), mode(`model: ${PAST}\n`));
    },
    past: true,
  },
  {
    name: 'the folder that a variable names has another model',
    location: 'named folder',
    put: ({ home }) => {
      write(join(home, 'named/opencode.jsonc'), { model: PAST });
    },
    env: { OPENCODE_CONFIG_DIR: '~/named' },
    past: true,
  },
  {
    name: 'the folder that a variable names has a command with another model',
    location: 'work of the named folder',
    put: ({ home }) => {
      write(join(home, 'named/commands/x.md'), mode(`model: ${PAST}\n`));
    },
    env: { OPENCODE_CONFIG_DIR: '~/named' },
    past: true,
  },
  {
    name: 'another provider of the same package has the main model',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        settings.model = `corp/${KEY}`;
        Object.assign(settings.provider as object, { corp: { npm: '@ai-sdk/amazon-bedrock', models: { [KEY]: {} } } });
      });
    },
    past: true,
  },
  {
    name: 'an agent that is turned off names another model',
    location: 'user settings',
    put: (folders) => {
      change(opencode(folders), (settings) => {
        settings.agent = { build: { model: PAST, disable: true } };
      });
    },
    past: false,
  },
];
