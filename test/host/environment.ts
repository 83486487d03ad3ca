import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withoutOuterNpm } from './npm';

/**
 * What would lead a program of the tests to this machine's own accounts, or VS Code's server to a VS Code that this
 * runs inside of.
 */
const foreign =
  /^(AWS_|BOTO_|VSCODE_|ELECTRON_|CODE_SERVER|GIT_|XDG_|GITHUB_TOKEN|GH_TOKEN|EMAIL$|DISPLAY$|WAYLAND_DISPLAY$)/;

/** Takes what leads to somebody's AWS account out of this process's own environment, for programs that inherit it. */
export function forgetAccounts(): void {
  for (const name of Object.keys(process.env))
    if (/^(AWS_|BOTO_)/.test(name)) Reflect.deleteProperty(process.env, name);
}

/**
 * This process's environment as a user without any settings of their own would have it, with `home` as their home
 * directory.
 */
export function cleanEnvironment(home: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  for (const part of ['.config', '.cache', '.local/share']) mkdirSync(join(home, part), { recursive: true });
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(withoutOuterNpm(process.env))) {
    if (value !== undefined && !foreign.test(name)) env[name] = value;
  }
  return {
    ...env,
    HOME: home,
    ...(process.platform === 'win32' ? { USERPROFILE: home } : {}),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    GIT_CONFIG_NOSYSTEM: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...extra,
  };
}
