/** The gateway as a service of the user: what is written for each system, and which commands put it into effect. */

import { posix, win32 } from 'node:path';

/** What a service depends on. */
export interface ServiceMachine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Of the user; systems without one take 0. */
  readonly uid: number;
  /** Node.js, or what acts as it. */
  readonly node: string;
  /** The command line, at a place that no update removes. */
  readonly script: string;
  /** Variables that the service needs; free of secrets. */
  readonly env: Readonly<Record<string, string>>;
}

/** A program with its arguments. One that is `optional` may fail. */
export interface ServiceCommand {
  readonly command: readonly [string, ...string[]];
  readonly optional?: true;
}

export interface Service {
  readonly file: string;
  readonly text: string;
  /** Windows' task scheduler reads UTF-16. */
  readonly encoding: 'utf8' | 'utf16le';
  /** Run after the file was written. */
  readonly install: readonly ServiceCommand[];
  /** Run before the file is deleted. */
  readonly remove: readonly ServiceCommand[];
  /** Run after the file was deleted. */
  readonly removed: readonly ServiceCommand[];
}

const UNIT = 'bedrock-tally-gateway.service';
const LABEL = 'bedrock-tally.gateway';
const TASK = 'Bedrock Tally gateway';
const ARGS = ['gateway', '--stay'];

/** A word of a unit file: quoted, with `%` and `$` that systemd would replace doubled. */
const unitWord = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

function systemd({ home, node, script, env }: ServiceMachine): Service {
  const variables = Object.entries(env).map(
    ([name, value]) => `Environment=${unitWord(`${name}=${value}`).replaceAll('$$', '$')}`,
  );
  const text = [
    '[Unit]',
    'Description=Bedrock Tally gateway',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${[node, script, ...ARGS].map(unitWord).join(' ')}`,
    ...variables,
    'Restart=on-failure',
    'RestartSec=100ms',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
  const systemctl = (...args: readonly string[]): ServiceCommand => ({ command: ['systemctl', '--user', ...args] });
  return {
    file: posix.join(home, '.config', 'systemd', 'user', UNIT),
    text,
    encoding: 'utf8',
    install: [systemctl('daemon-reload'), systemctl('enable', UNIT), systemctl('restart', UNIT)],
    remove: [{ ...systemctl('disable', '--now', UNIT), optional: true }],
    removed: [{ ...systemctl('daemon-reload'), optional: true }],
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

function launchd({ home, uid, node, script, env }: ServiceMachine): Service {
  const strings = [node, script, ...ARGS].map((word) => `    <string>${xml(word)}</string>`);
  const variables = Object.entries(env).map(
    ([name, value]) => `    <key>${xml(name)}</key><string>${xml(value)}</string>`,
  );
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    `  <key>Label</key><string>${LABEL}</string>`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...strings,
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...variables,
    '  </dict>',
    '  <key>RunAtLoad</key><true/>',
    '  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
    '  <key>ThrottleInterval</key><integer>1</integer>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
  const file = posix.join(home, 'Library', 'LaunchAgents', `${LABEL}.plist`);
  const bootout: ServiceCommand = { command: ['launchctl', 'bootout', `gui/${uid}/${LABEL}`], optional: true };
  return {
    file,
    text,
    encoding: 'utf8',
    install: [bootout, { command: ['launchctl', 'bootstrap', `gui/${uid}`, file] }],
    remove: [bootout],
    removed: [],
  };
}

/** An argument of a command line of Windows. */
const quoted = (text: string): string => `"${text}"`;

function logonTask({ home, node, script, env }: ServiceMachine): Service {
  // A task has no variables of its own, and conhost shows no window.
  const set = Object.entries(env).map(([name, value]) => `set "${name}=${value}" && `);
  const line = `${set.join('')}${[node, script].map(quoted).join(' ')} ${ARGS.join(' ')}`;
  const text = [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>',
    '  <Principals><Principal id="Author"><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>',
    '  </Settings>',
    '  <Actions Context="Author">',
    `    <Exec><Command>conhost.exe</Command><Arguments>${xml(`--headless cmd.exe /d /s /c "${line}"`)}</Arguments></Exec>`,
    '  </Actions>',
    '</Task>',
    '',
  ].join('\r\n');
  const file = win32.join(home, 'AppData', 'Local', 'bedrock-tally', 'gateway-task.xml');
  return {
    file,
    text,
    encoding: 'utf16le',
    install: [
      { command: ['schtasks', '/Create', '/TN', TASK, '/XML', file, '/F'] },
      { command: ['schtasks', '/Run', '/TN', TASK] },
    ],
    remove: [
      { command: ['schtasks', '/End', '/TN', TASK], optional: true },
      { command: ['schtasks', '/Delete', '/TN', TASK, '/F'], optional: true },
    ],
    removed: [],
  };
}

/** The service for a system; undefined where there is none that we know. */
export function serviceFor(machine: ServiceMachine): Service | undefined {
  switch (machine.platform) {
    case 'linux':
      return systemd(machine);
    case 'darwin':
      return launchd(machine);
    case 'win32':
      return logonTask(machine);
    default:
      return undefined;
  }
}

/** Where files and certificates are, and which proxies are used: a service does not get them from a shell. */
const PASSED_ON = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'XDG_STATE_HOME',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'all_proxy',
  'no_proxy',
];

const hasPassword = (value: string): boolean => /\/\/[^/@]*:[^/@]*@/.test(value);

/** What of an environment a service gets. A proxy with a password is left out: the file would hold it. */
export function serviceEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = env[name];
    return value === undefined || value === '' || /[\r\n"]/.test(value) || hasPassword(value)
      ? []
      : [[name, value] as const];
  });
  const electron = env.ELECTRON_RUN_AS_NODE === undefined ? [] : [['ELECTRON_RUN_AS_NODE', '1'] as const];
  return Object.fromEntries([...passed, ...electron]);
}
