import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  COMMANDS,
  VIEW_CONTAINER,
  CONTEXT_KEYS,
  PANELS,
  SETTINGS_SECTION,
  SETTINGS,
  WELCOME_STATES,
  TREE_VIEWS,
} from '../../src/manifest';
import { SETTING_RULES, type FolderRight } from '../../src/ui/settings/settingRules';
import { PROBLEM_CODES } from '../../src/core/problem';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const strings = v.record(v.string(), v.string());
const menuItem = v.object({
  command: v.optional(v.string()),
  submenu: v.optional(v.string()),
  when: v.optional(v.string()),
});
const bounds = { minimum: v.optional(v.number()), maximum: v.optional(v.number()) };
const property = v.looseObject({
  type: v.string(),
  ...bounds,
  items: v.optional(v.looseObject(bounds)),
  default: v.unknown(),
  scope: v.string(),
  markdownDescription: v.string(),
  enum: v.optional(v.array(v.string())),
  enumDescriptions: v.optional(v.array(v.string())),
});
const manifest = v.parse(
  v.object({
    engines: v.object({ vscode: v.string() }),
    extensionKind: v.array(v.string()),
    activationEvents: v.array(v.string()),
    main: v.string(),
    icon: v.optional(v.string()),
    capabilities: v.object({
      untrustedWorkspaces: v.object({ supported: v.string(), restrictedConfigurations: v.array(v.string()) }),
    }),
    contributes: v.object({
      commands: v.array(
        v.object({
          command: v.string(),
          title: v.string(),
          enablement: v.optional(v.string()),
          icon: v.optional(v.unknown()),
        }),
      ),
      viewsContainers: v.record(v.string(), v.array(v.object({ id: v.string(), title: v.string(), icon: v.string() }))),
      views: v.record(
        v.string(),
        v.array(
          v.object({ id: v.string(), name: v.string(), when: v.optional(v.string()), icon: v.optional(v.string()) }),
        ),
      ),
      viewsWelcome: v.array(v.object({ view: v.string(), contents: v.string(), when: v.string() })),
      menus: v.record(v.string(), v.array(menuItem)),
      keybindings: v.optional(v.array(v.object({ command: v.string(), when: v.optional(v.string()) })), []),
      configuration: v.object({ properties: v.record(v.string(), property) }),
    }),
  }),
  JSON.parse(read('package.json')),
);
const rules = Object.entries(SETTING_RULES) as [keyof typeof SETTINGS, (typeof SETTING_RULES)[keyof typeof SETTINGS]][];
const nls = v.parse(strings, JSON.parse(read('package.nls.json')));
const { commands, viewsContainers, views, viewsWelcome, menus, keybindings, configuration } = manifest.contributes;

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort();
const declared = commands.map(({ command }) => command);
const inMenus = Object.values(menus).flat();
const whens = [
  ...inMenus,
  ...viewsWelcome,
  ...commands.map(({ enablement }) => ({ when: enablement })),
  ...keybindings,
  ...Object.values(views).flat(),
]
  .map(({ when }) => when)
  .filter((when) => when !== undefined);
const text = (key: string): string => nls[key.replace(/^%|%$/g, '')] ?? '';

describe('package.json and the code', () => {
  it('know the same commands, each once', () => {
    assert.deepEqual(sorted(declared), sorted(Object.values(COMMANDS)));
    assert.equal(new Set(declared).size, declared.length);
  });

  it('know the same settings with the same defaults', () => {
    const inManifest = Object.fromEntries(
      Object.entries(configuration.properties).map(([key, { default: value }]) => [key, value]),
    );
    const inCode = Object.fromEntries(
      Object.entries(SETTINGS).map(([key, value]) => [`${SETTINGS_SECTION}.${key}`, value]),
    );
    assert.deepEqual(inManifest, inCode);
  });

  it('know the same views and container', () => {
    assert.deepEqual(
      sorted(
        Object.values(views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(Object.values(TREE_VIEWS)),
    );
    assert.deepEqual(Object.keys(views), [VIEW_CONTAINER]);
    assert.deepEqual(
      Object.entries(viewsContainers).map(([place, list]) => [place, list.map(({ id }) => id)]),
      [['activitybar', [VIEW_CONTAINER]]],
    );
  });

  it('say the same of who may set each setting', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    const restricted = rules
      .filter(([, { folder }]) => folder !== 'always')
      .map(([key]) => `${SETTINGS_SECTION}.${key}`);
    assert.deepEqual(sorted(restrictedConfigurations), sorted(restricted));
    for (const [key, { folder }] of rules) {
      const { scope = '' } = configuration.properties[`${SETTINGS_SECTION}.${key}`] ?? {};
      const isOfFolders = !['machine', 'application'].includes(scope);
      assert.equal(isOfFolders, folder !== 'never', `${key} has the scope ${scope}`);
    }
  });

  it('never let a folder decide credentials or spend money, whatever is added later', () => {
    for (const [key, { folder }] of rules)
      if (/^(aws|usage|prices|bill)\./.test(key)) assert.equal(folder, 'never', key);
  });

  it('know the same bounds and choices', () => {
    for (const [key, rule] of rules) {
      const declared = configuration.properties[`${SETTINGS_SECTION}.${key}`];
      const { minimum, maximum } = declared?.items ?? declared ?? {};
      assert.deepEqual([minimum, maximum], [rule.minimum, rule.maximum], key);
      assert.deepEqual(declared?.enum, rule.values, key);
      assert.equal(declared?.type === 'integer', rule.whole === true, key);
      assert.doesNotMatch(JSON.stringify(declared), /exclusiveM|multipleOf|minItems|maxItems|"pattern"/, key);
    }
  });

  it('bound every number on both sides', () => {
    for (const [key, { minimum, maximum }] of rules)
      if ([SETTINGS[key]].flat().some((value) => typeof value === 'number'))
        assert.ok(minimum !== undefined && maximum !== undefined && minimum < maximum, key);
  });

  it('take in whole words what a setting’s values may be', () => {
    for (const [key, { enum: values, enumDescriptions, default: value }] of Object.entries(configuration.properties)) {
      if (values === undefined) continue;
      assert.equal(enumDescriptions?.length, values.length, key);
      assert.ok(typeof value === 'string' && values.includes(value), key);
    }
  });
});

describe('the README’s table of settings', () => {
  const RIGHTS: Readonly<Record<FolderRight, string>> = {
    never: 'never',
    stricter: 'only stricter',
    trusted: 'if trusted',
    always: 'yes',
  };
  const table = read('README.md').split('## Settings')[1]?.split('## ')[0] ?? '';
  const rows = [...table.matchAll(/^\| (`[^|]*) \|[^|]*\| ([^|]*) \|$/gm)].flatMap(([, names = '', right = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, right: right.trim() })),
  );

  it('names each once, and says what a folder may do', () => {
    const said = rules.map(([key]) => [
      key,
      rows.filter(({ name }) => name === key || (name.endsWith('*') && key.startsWith(name.slice(0, -1)))),
    ]);
    assert.deepEqual(
      said.map(([key, of]) => [key, ...(of as typeof rows).map(({ right }) => right)]),
      rules.map(([key, { folder }]) => [key, RIGHTS[folder]]),
    );
  });
});

describe('what starts the extension', () => {
  it('is what starts Cline: a change that waits for this start has to be written before Cline reads its settings', () => {
    const cline = ['onLanguage', 'onUri', 'onView:claude-dev.SidebarProvider'];
    assert.deepEqual(sorted(manifest.activationEvents), sorted([...cline, 'onStartupFinished']));
  });

  it('is a VS Code that the forks have, on the machine where the agent and the AWS files are', () => {
    assert.equal(manifest.engines.vscode, '^1.100.0');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });
});

describe('when-clauses', () => {
  const contextKeys = new Set<string>(Object.values(CONTEXT_KEYS));

  it('name nothing of ours that the code does not know', () => {
    const known = new Set<string>([
      ...contextKeys,
      ...Object.values(TREE_VIEWS),
      ...Object.values(COMMANDS),
      ...Object.values(PANELS),
      ...Object.keys(configuration.properties).map((key) => `config.${key}`),
    ]);
    const used = whens.flatMap((when) => when.match(/(config\.)?bedrockTally\.[\w.-]+/g) ?? []);
    assert.ok(used.length > 10);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });

  it('use every context key that the code sets', () => {
    for (const key of contextKeys)
      assert.ok(
        whens.some((when) => new RegExp(`(^|[\\s!(])${key}($|[\\s)])`).test(when)),
        key,
      );
  });

  it('compare the state only with states that there are', () => {
    const states = new Set<string>([...WELCOME_STATES, ...PROBLEM_CODES]);
    const compared = whens.flatMap((when) =>
      [...when.matchAll(/bedrockTally\.state [!=]= '([^']*)'/g)].map(([, state = '']) => state),
    );
    assert.ok(compared.length > 10);
    assert.deepEqual(
      compared.filter((state) => !states.has(state)),
      [],
    );
  });
});

describe('the view without rows', () => {
  const state = /^bedrockTally\.state == '([^']*)'$/;
  const profiles = viewsWelcome.filter(({ view }) => view === TREE_VIEWS.profiles);
  const spoken = profiles.map(({ when }) => state.exec(when)?.[1] ?? when);

  it('has one text for each state, so that two never stand above each other', () => {
    assert.equal(new Set(spoken).size, spoken.length);
    const others = viewsWelcome.filter((one) => !profiles.includes(one)).map(({ view, when }) => [view, when]);
    assert.deepEqual(others, [[TREE_VIEWS.agents, CONTEXT_KEYS.noAgents]]);
  });

  it('is never silent: what the first call may end in has a text', () => {
    // Asking who we are can neither conflict, nor exceed a quota, nor miss a resource, and is not about the bill or
    // alerts; two codes share the server's text.
    const shared = ['invalid', 'unexpected'];
    const impossible = [
      'conflict',
      'quota',
      'not-found',
      'changed',
      'not-enabled',
      'not-offered',
      'not-ours',
      'spending-limit',
    ];
    const silent = [...WELCOME_STATES, ...PROBLEM_CODES].filter((one) => !spoken.includes(one));
    assert.deepEqual(sorted(silent), sorted([...shared, ...impossible, 'connected']));
  });

  it('offers only commands that there are, and one to everybody who is not just waiting', () => {
    for (const { contents, when } of viewsWelcome) {
      const links = [...text(contents).matchAll(/\]\(command:([^)]*)\)/g)].map(([, command = '']) => command);
      assert.deepEqual(
        links.filter((command) => !declared.includes(command)),
        [],
      );
      assert.equal(links.length > 0, state.exec(when)?.[1] !== 'connecting', when);
    }
  });
});

describe('menus', () => {
  it('hold only commands that there are', () => {
    for (const { command, submenu } of inMenus)
      assert.ok(submenu !== undefined || declared.includes(command ?? ''), command);
    for (const { command } of keybindings) assert.ok(declared.includes(command), command);
  });

  it('show an icon for whatever is a button', () => {
    const buttons = ['view/title', 'view/item/context']
      .flatMap((menu) =>
        v.parse(v.array(v.looseObject({ command: v.string(), group: v.optional(v.string(), '') })), menus[menu]),
      )
      .filter(({ group }) => /^(navigation|inline)/.test(group));
    for (const { command } of buttons)
      assert.ok(commands.find((one) => one.command === command)?.icon !== undefined, command);
  });
});

describe('strings', () => {
  const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));

  it('that package.json names are all there, and all that are there are named', () => {
    assert.deepEqual(sorted(used), sorted(Object.keys(nls)));
    for (const [key, value] of Object.entries(nls)) assert.notEqual(value.trim(), '', key);
  });

  it('that a person reads are none of them left in package.json', () => {
    const titles = [
      ...commands.map(({ title }) => title),
      ...Object.values(views)
        .flat()
        .map(({ name }) => name),
      ...viewsWelcome.map(({ contents }) => contents),
      ...Object.values(configuration.properties).flatMap((one) => [
        one.markdownDescription,
        ...(one.enumDescriptions ?? []),
      ]),
    ];
    for (const title of titles) assert.match(title, /^%[\w.-]+%$/);
  });
});

describe('pictures that package.json names', () => {
  it('are there', () => {
    const icons = [
      manifest.icon,
      ...Object.values(viewsContainers)
        .flat()
        .map(({ icon }) => icon),
      ...Object.values(views)
        .flat()
        .map(({ icon }) => icon),
    ].filter((icon) => icon !== undefined);
    for (const icon of icons) assert.ok(existsSync(join(ROOT, icon)), icon);
  });

  it('of the activity bar have one colour, which the theme chooses', () => {
    const [container] = viewsContainers.activitybar ?? [];
    const svg = read(container?.icon ?? '');
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour = '']) => colour);
    assert.ok(new Set(colours.filter((colour) => colour !== 'none')).size <= 1, svg);
  });
});
