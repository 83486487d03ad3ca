// Opens a real VS Code with the extension on sample data, in scratch directories, for somebody who wants to look: no
// AWS account, no installed VS Code and no settings of theirs are needed or touched.
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireBuilt } from './built';
import { cleanEnvironment } from './environment';
import { repository, scratchDirectory } from './paths';
import { provision } from './provision';
import { startServer, workbenchAddress } from './server';

/** The extension starts in its sample mode where it finds this in its environment. */
const sampleMode = { BEDROCK_TALLY_SAMPLE: '1' };

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

const display = (): Record<string, string> => {
  const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'];
  const found = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return Object.fromEntries(found);
};

const hasDesktop = (): boolean => spawnSync('code', ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

async function untilInterrupted(ended: Promise<void>): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
  await Promise.race([interrupted, ended]);
}

/** The user's own desktop VS Code, with a profile of its own. */
async function inDesktop(root: string, workspace: string): Promise<void> {
  console.log('Opening VS Code with Bedrock Tally on sample data. Close its window to end.');
  const own = ['--user-data-dir', join(root, 'profile'), '--extensions-dir', join(root, 'extensions')];
  const args = ['--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome', ...own];
  const child = spawn('code', [...args, `--extensionDevelopmentPath=${repository}`, workspace], {
    stdio: 'inherit',
    env: cleanEnvironment(join(root, 'home'), { ...display(), ...sampleMode }),
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  await untilInterrupted(ended);
  child.kill();
}

function openInBrowser(address: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(program, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined) // The address was printed as well.
    .unref();
}

/** VS Code from npm, in the user's browser. */
async function inBrowser(root: string, workspace: string): Promise<void> {
  const runtime = await provision();
  const server = await startServer({ runtime, root, extensionPath: repository, env: sampleMode });
  const address = workbenchAddress(server, workspace);
  console.log(`\nVS Code with Bedrock Tally on sample data is at\n\n  ${address}\n\nPress Ctrl+C here to stop it.`);
  if (hasDisplay()) openInBrowser(address);
  await untilInterrupted(server.ended);
  await server.close();
}

async function main(): Promise<void> {
  await requireBuilt();
  const root = scratchDirectory('sample');
  const workspace = join(root, 'sample-workspace');
  await mkdir(workspace, { recursive: true });
  await writeFile(
    join(workspace, 'README.md'),
    '# A scratch folder\n\nClick the Bedrock Tally icon in the activity bar.\n',
  );
  try {
    await (hasDisplay() && hasDesktop() ? inDesktop(root, workspace) : inBrowser(root, workspace));
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
