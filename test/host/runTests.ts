import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { desktopVsCode } from './desktop';
import { cleanEnvironment, forgetAccounts } from './environment';
import { cacheDirectory, scratchDirectory } from './paths';
import { provision, vscodeVersion } from './provision';

/** One run of a test suite inside VS Code's extension host. */
export interface TestRun {
  readonly extensionDevelopmentPath: string;
  /** A CommonJS module that exports `run()`. */
  readonly extensionTestsPath: string;
  /** The folder to open; none when left out. */
  readonly workspace?: string;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The launcher as one executable, which is what runTests can start. */
async function writeLauncher(program: string): Promise<string> {
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const words = [process.execPath, '--import', tsx, join(__dirname, 'codeLauncher.ts')];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  await mkdir(cacheDirectory(), { recursive: true });
  await writeFile(program, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`);
  await chmod(program, 0o755);
  return program;
}

/**
 * Runs tests in desktop VS Code where that can be had and shown, else in the provisioned one, with a scratch home and
 * profile.
 * @throws Error when a test failed or VS Code did.
 */
export async function runInVsCode(run: TestRun): Promise<void> {
  const log = (line: string): void => {
    console.log(`[test host] ${line}`);
  };
  forgetAccounts();
  const userData = scratchDirectory('profile');
  const home = scratchDirectory('home');
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(userData, 'User/settings.json'), JSON.stringify(run.settings ?? {}));
  const extra = { ...cleanEnvironment(home, run.env), BEDROCK_TALLY_EXTENSION_ENV: JSON.stringify(run.env ?? {}) };
  const runtime = process.platform === 'linux' ? await provision(log) : undefined;
  const desktop = await desktopVsCode(await vscodeVersion(), log);
  const program = join(cacheDirectory(), `code-${process.pid}`);
  const vscodeExecutablePath = desktop ?? (runtime ? await writeLauncher(program) : undefined);
  log(desktop ? `tests run in ${desktop}` : `tests run in VS Code ${await vscodeVersion()} from npm`);
  await runTests({
    ...(vscodeExecutablePath ? { vscodeExecutablePath } : {}),
    extensionDevelopmentPath: run.extensionDevelopmentPath,
    extensionTestsPath: run.extensionTestsPath,
    extensionTestsEnv: extra,
    launchArgs: [
      ...(run.workspace ? [run.workspace] : []),
      ...['--disable-extensions', '--user-data-dir', userData, '--extensions-dir', join(userData, 'extensions')],
    ],
  }).finally(async () => {
    await rm(program, { force: true });
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
}
