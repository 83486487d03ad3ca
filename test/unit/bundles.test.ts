import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { extensionBuild } from '../../build/extension.mjs';
import { literalKeys, sdkTables } from '../../build/sdkTables.mjs';
import { repository, scratchDirectory } from '../host/paths';

const CLIENTS = ['bedrock', 'bedrock-runtime', 'budgets', 'cloudwatch', 'cost-explorer', 'pricing', 'sts'];

const COMMONJS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
} satisfies BuildOptions;

/** A table as text: what is looked up later is told by how it is looked up. */
const told = (table: unknown): string =>
  JSON.stringify(table, (_, value: unknown) => (typeof value === 'function' ? String(value) : value));

describe('what is left out of libraries when bundling', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = scratchDirectory('bundles');
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Bundles a file and loads it. */
  async function bundled(file: string, name: string, plugins: readonly Plugin[]): Promise<unknown> {
    const outfile = join(scratch, name);
    await build({ ...COMMONJS, entryPoints: [file], outfile, plugins: [...plugins] });
    return createRequire(import.meta.url)(outfile) as unknown;
  }

  for (const client of CLIENTS) {
    it(`keeps every table of the SDK’s client for ${client} as it is`, async () => {
      const file = join(repository, `node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`);
      assert.match(readFileSync(file, 'utf8'), /\[_\w+\]:/);
      assert.doesNotMatch(literalKeys(readFileSync(file, 'utf8')), /\[_\w+\]:/, 'no computed key is left');
      const whole = await bundled(file, 'whole.js', []);
      assert.ok(told(whole).length > 1000);
      assert.equal(told(await bundled(file, 'small.js', [sdkTables])), told(whole));
    });
  }

  it('leaves the agents’ files libraries that work in the release’s form, and keep comments and folded lines', async () => {
    const contents =
      "export * from './src/agents/registry'; export * from './src/agents/changes/apply'; export { default as write } from 'write-file-atomic';";
    const stdin = { contents, resolveDir: repository, sourcefile: 'libraries.ts' };
    await build({ ...extensionBuild(true), entryPoints: [], stdin, absWorkingDir: repository, outdir: scratch });
    const file = pathToFileURL(join(scratch, 'stdin.mjs')).href;
    const home = join(scratch, 'home');
    mkdirSync(home);
    const settings = join(home, '.aider.conf.yml');
    const text = '# mine\nread: [ a.md, b.md ]   # both\nsystem: >\n  long\n  text\n';
    writeFileSync(settings, text);
    const arn = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abcdefghijkl';
    const main = { arn, model: 'anthropic.claude-sonnet-4-6', region: 'eu-west-1', awsProfile: '' };
    // In a process of its own: what runs the tests defines names that ES modules do not have.
    const program = `
      import { agentOf, applyPlan, write } from ${JSON.stringify(file)};
      const host = { home: ${JSON.stringify(home)}, env: {}, platform: process.platform, now: () => 0 };
      const plan = await agentOf('aider').plan({ roles: { main: ${JSON.stringify(main)} } }, host);
      await applyPlan(plan, { now: () => 0 });
      await write(host.home + '/written', 'text');
      console.log(JSON.stringify((await agentOf('aider').read(host)).models));
    `;
    const args = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.deepEqual([stderr, stdout.trim()], ['', JSON.stringify([arn])]);
    assert.ok(readFileSync(settings, 'utf8').startsWith(text));
    assert.equal(readFileSync(join(home, 'written'), 'utf8'), 'text');
  });
});
