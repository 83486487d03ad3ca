import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { cacheDirectory } from './paths';

/** A machine that cannot reach the download at all says so within this time; one that can has to be done by then. */
const patienceMs = 5 * 60_000;

function isWanted(): boolean {
  const said = process.env.BEDROCK_TALLY_DESKTOP;
  if (said !== undefined) return said === '1';
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** The path of a desktop VS Code where it can be shown and downloaded, else nothing: then the provisioned one does. */
export async function desktopVsCode(version: string, log: (line: string) => void): Promise<string | undefined> {
  if (!isWanted()) return undefined;
  log(`looking for desktop VS Code ${version}`);
  const options = {
    version,
    cachePath: join(cacheDirectory(), 'desktop'),
    timeout: 10_000,
    reporter: new SilentReporter(),
  };
  const download = downloadAndUnzipVSCode(options).catch((error: unknown) => {
    log(`it cannot be had (${error instanceof Error ? error.message : String(error)}); using the one from npm`);
    return undefined;
  });
  return Promise.race([download, sleep(patienceMs, undefined, { ref: false })]);
}
