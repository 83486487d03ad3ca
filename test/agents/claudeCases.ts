/** What is put at each place of Claude Code’s table. */

import { join } from 'node:path';
import { change, SYSTEM, write, type Folders, type LocationCase } from './locationCase';

const claude = ({ home }: Folders): string => join(home, '.claude/settings.json');
const FAMILIES = ['SONNET', 'OPUS', 'HAIKU', 'FABLE'].map((family) => `ANTHROPIC_DEFAULT_${family}_MODEL`);
const markdown = (model: string, body: string): string =>
  `---\nname: helper\ndescription: helps\nmodel: ${model}\n---\n${body}\n`;

export const CLAUDE_CASES: readonly LocationCase[] = [
  {
    name: 'a drop-in of the managed settings names another model',
    location: 'managed drop-ins',
    put: ({ managed }) => {
      write(join(managed, 'managed-settings.d/10-corp.json'), { env: { ANTHROPIC_MODEL: SYSTEM } });
    },
    past: true,
  },
  {
    name: 'the managed settings name another model',
    location: 'managed settings',
    put: ({ managed }) => {
      write(join(managed, 'managed-settings.json'), { model: SYSTEM });
    },
    past: true,
  },
  {
    name: 'a later drop-in overrides an earlier one',
    location: 'managed drop-ins',
    put: ({ managed }) => {
      write(join(managed, 'managed-settings.d/10-corp.json'), { model: SYSTEM });
      write(join(managed, 'managed-settings.d/20-corp.json'), { model: 'sonnet' });
    },
    past: false,
  },
  {
    name: 'the folder’s own settings name another model',
    location: 'local settings',
    put: ({ workspace }) => {
      write(join(workspace, '.claude/settings.local.json'), { model: SYSTEM });
    },
    past: true,
  },
  {
    name: 'the folder’s shared settings name another model',
    location: 'project settings',
    put: ({ workspace }) => {
      write(join(workspace, '.claude/settings.json'), { env: { ANTHROPIC_MODEL: SYSTEM } });
    },
    past: true,
  },
  {
    name: 'the state file’s env names another model',
    location: 'env of the state file',
    put: ({ home }) => {
      write(join(home, '.claude.json'), { env: { ANTHROPIC_MODEL: SYSTEM } });
    },
    past: true,
  },
  {
    name: 'a command of the user’s names another model',
    location: 'own work',
    put: ({ home }) => {
      write(join(home, '.claude/commands/review.md'), markdown(SYSTEM, 'Say hi.'));
    },
    ask: '/review',
    past: true,
  },
  {
    name: 'a subagent of the folder names another model',
    location: 'work of the folder',
    put: ({ workspace }) => {
      write(join(workspace, '.claude/agents/helper.md'), markdown(SYSTEM, 'Say hi.'));
    },
    options: ['--agent', 'helper'],
    past: true,
  },
  {
    name: 'a shell variable names another model',
    location: 'the shell',
    put: () => undefined,
    env: { ANTHROPIC_MODEL: SYSTEM },
    past: true,
  },
  {
    name: 'a long context is asked for behind the ARN, and Bedrock is switched on by a boolean',
    location: 'user settings',
    put: (folders, arn) => {
      change(claude(folders), (settings) => {
        const pins = Object.fromEntries(FAMILIES.map((name) => [name, `${arn}[1m]`]));
        settings.env = { ...settings.env, ...pins, CLAUDE_CODE_USE_BEDROCK: true };
        settings.model = 'sonnet[1m]';
      });
    },
    past: false,
  },
  {
    name: 'only the AWS profile has a Region',
    location: 'AWS files',
    put: (folders) => {
      change(claude(folders), ({ env }) => {
        delete env?.AWS_REGION;
      });
    },
    past: false,
    region: 'us-east-1',
  },
  {
    name: 'only AWS_DEFAULT_REGION has a Region',
    location: 'user settings',
    put: (folders) => {
      change(claude(folders), ({ env }) => {
        delete env?.AWS_REGION;
        if (env !== undefined) env.AWS_DEFAULT_REGION = 'eu-central-1';
      });
    },
    past: false,
    region: 'eu-central-1',
  },
];

const EXPORTED = { AccessKeyId: 'AKIAEXPORTED00000001', SecretAccessKey: 'simulator', SessionToken: 'simulator' };

/** Credentials of another kind than the AWS profile's. */
export const CLAUDE_CREDENTIALS: readonly LocationCase[] = [
  {
    name: 'a command of the settings exports credentials',
    location: 'user settings',
    put: (folders) => {
      write(join(folders.home, 'credentials.json'), { Credentials: EXPORTED });
      change(claude(folders), (settings) => {
        settings.awsCredentialExport = `cat ${join(folders.home, 'credentials.json')}`;
      });
    },
    past: false,
    otherCredentials: true,
  },
  {
    name: 'a managed drop-in holds a key of Bedrock’s own',
    location: 'managed drop-ins',
    put: ({ managed }) => {
      write(join(managed, 'managed-settings.d/10-corp.json'), { env: { AWS_BEARER_TOKEN_BEDROCK: 'ABSK-simulator' } });
    },
    past: false,
    otherCredentials: true,
  },
  {
    name: 'static keys beside an AWS profile, which takes precedence',
    location: 'user settings',
    put: (folders) => {
      change(claude(folders), (settings) => {
        const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEOTHER0001', AWS_SECRET_ACCESS_KEY: 'simulator' };
        settings.env = { ...settings.env, ...keys };
      });
    },
    past: false,
  },
];

/**
 * Places that only our reading is held against: the program was tried with their like, and each turn of it takes
 * seconds.
 */
export const CLAUDE_UNRUN: readonly LocationCase[] = [
  {
    name: 'a plugin that is turned on has a subagent with another model',
    location: 'plugins',
    put: (folders) => {
      change(claude(folders), (settings) => {
        settings.enabledPlugins = { 'tools@corp': true };
      });
      write(join(folders.home, '.claude/plugins/cache/corp/tools/1.0.0/agents/x.md'), markdown(SYSTEM, 'Say hi.'));
    },
    past: true,
  },
  {
    name: 'a plugin that is turned off has one',
    location: 'plugins',
    put: ({ home }) => {
      write(join(home, '.claude/plugins/cache/corp/tools/1.0.0/agents/x.md'), markdown(SYSTEM, 'Say hi.'));
    },
    past: false,
  },
  {
    name: 'a subagent of the administrator names another model',
    location: 'managed work',
    put: ({ managed }) => {
      write(join(managed, '.claude/agents/x.md'), markdown(SYSTEM, 'Say hi.'));
    },
    past: true,
  },
  {
    name: 'a subagent names a family, which is pinned, or the main model',
    location: 'own work',
    put: ({ home }) => {
      write(join(home, '.claude/agents/x.md'), markdown('opus', 'Say hi.'));
      write(join(home, '.claude/agents/deep/y.md'), markdown('inherit', 'Say hi.'));
      write(join(home, '.claude/skills/z/SKILL.md'), '---\nname: z\n---\nSay hi.\n');
    },
    past: false,
  },
];
