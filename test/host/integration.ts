// Bundles test/integration/**/*.test.ts and runs them inside a real VS Code.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { requireBuilt } from './built';
import { output, repository, scratchDirectory } from './paths';
import { runInVsCode } from './runTests';

/** One CommonJS module with all test files in it; each is loaded only when the runner asks. */
async function bundle(files: readonly string[]): Promise<string> {
  const outfile = join(output, 'integration/tests.js');
  const loads = files.map((file) => `() => require(${JSON.stringify(file)})`);
  const runner = JSON.stringify(join(repository, 'test/host/extensionHostRunner.ts'));
  await build({
    stdin: {
      contents: `import { runTestFiles } from ${runner};\nexport const run = () => runTestFiles([${loads.join(', ')}]);\n`,
      resolveDir: repository,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    // As the extension's own bundles: a library's other form finds its parts only beside itself.
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  // Source maps are read only for what is loaded after they are switched on.
  const entry = join(output, 'integration/index.js');
  await writeFile(entry, "process.setSourceMapsEnabled(true);\nmodule.exports = require('./tests.js');\n");
  return entry;
}

async function main(): Promise<void> {
  const directory = join(repository, 'test/integration');
  const chosen = (process.env.BEDROCK_TALLY_FILES ?? '').split(',').filter((name) => name !== '');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(directory, name))
    .filter((file) => chosen.length === 0 || chosen.some((name) => join(repository, name) === file));
  if (files.length === 0) throw new Error('There is no such test in test/integration/.');
  await requireBuilt();
  const extensionTestsPath = await bundle(files);
  const workspace = scratchDirectory('workspace');
  await mkdir(join(workspace, 'src'), { recursive: true });
  await writeFile(join(workspace, 'README.md'), '# A scratch workspace\n');
  const passedOn = ['BEDROCK_TALLY_REPORT', 'BEDROCK_TALLY_GREP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    await runInVsCode({
      extensionDevelopmentPath: repository,
      extensionTestsPath,
      workspace,
      env: Object.fromEntries(passedOn),
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
