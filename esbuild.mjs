// Builds dist/: extension.mjs, which VS Code loads at start, what it loads on first need, the pages, and the command
// line.
import { build, context } from 'esbuild';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { cliBuild } from './build/cli.mjs';
import { extensionBuild } from './build/extension.mjs';
import { writeNotices } from './build/notices.mjs';
import { pageBuild } from './build/pages.mjs';
import { uninstallBuild } from './build/uninstall.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const builds = [
  extensionBuild(production),
  cliBuild(production),
  uninstallBuild(production),
  pageBuild(production),
].map((options) => ({
  ...options,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
}));

const HOUR_MS = 3_600_000;

/** Deletes what earlier builds have left, except what a VS Code that is running may still load. */
async function deleteStale(outputs) {
  for (const name of await readdir('dist')) {
    const path = `dist/${name}`;
    if (!(path in outputs) && Date.now() - (await stat(path)).mtimeMs > HOUR_MS) await rm(path);
  }
}

if (production) await rm('dist', { recursive: true, force: true });
if (watch) {
  for (const options of builds) await (await context(options)).watch();
} else {
  const results = await Promise.all(builds.map((options) => build(options)));
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs));
  await writeNotices('dist/ThirdPartyNotices.txt', outputs);
  // What is in which file, for the bench and the tests.
  await writeFile('dist/meta.json', JSON.stringify({ outputs }));
  await deleteStale(outputs);
}
