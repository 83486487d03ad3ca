// Builds dist/: extension.js, which is loaded at start, and beside it one bundle for everything that is loaded on first need.
import { build, context } from 'esbuild';
import { rm, writeFile } from 'node:fs/promises';
import { resolve, dirname } from 'node:path';
import { leanLibraries } from './esbuild.lean.mjs';
import { pageBuild } from './esbuild.page.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Modules that extension.js loads with a dynamic import, and the bundles they become. */
const lazy = {
  'src/aws/index': 'aws',
  'src/simulator/index': 'simulator',
  'src/features/createProfile/createCommand': 'create',
  'src/store/shared/atomicWrite': 'atomic',
  'src/store/work': 'work',
  'src/store/shared/shapes': 'shapes',
  'src/core/profiles/nameRules': 'legal',
  'src/features/usage/index': 'pages',
  'src/ui/actions': 'actions',
  'src/features/profiles/rows': 'rows',
  'src/features/agents/index': 'agents',
  'src/ui/money': 'money',
  'src/features/export/index': 'exports',
  'src/ui/governance': 'governance',
  'src/agents/agents': 'agentfiles',
};

/** Heavy enough to be packaged once: whoever imports it, at once or on first need, gets it from its bundle. */
const packagedOnce = 'src/core/profiles/nameRules';

/** Turns `import('../aws/index')` into a require of the bundle that is built from it. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(plugin) {
    plugin.onResolve({ filter: /^\./ }, (request) => {
      const { kind, importer } = request;
      if (kind === 'entry-point' || !importer.startsWith(resolve('src'))) return undefined;
      const target = Object.keys(lazy).find((path) => resolve(path) === resolve(dirname(importer), request.path));
      if (kind !== 'dynamic-import' && target !== packagedOnce) return undefined;
      if (target === undefined)
        return { errors: [{ text: `${request.path} is imported dynamically but has no bundle of its own` }] };
      return { path: `./${lazy[target]}.js`, external: true, sideEffects: false };
    });
  },
};

const shared = {
  bundle: true,
  charset: 'utf8',
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  metafile: true,
};

const builds = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension.ts',
      // VS Code runs it by itself when the extension has been uninstalled.
      uninstall: 'src/uninstall.ts',
      ...Object.fromEntries(Object.entries(lazy).map(([path, name]) => [name, `${path}.ts`])),
    },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    // The SDK's own ES modules shake down to little more than half of its CommonJS ones.
    mainFields: ['module', 'main'],
    plugins: [lazyBundles, leanLibraries],
  },
  { ...pageBuild(production), ...shared },
];

// A running VS Code may be reading what is there, so only a package starts from nothing.
if (production) await rm('dist', { recursive: true, force: true });
if (watch) {
  for (const options of builds) await (await context(options)).watch();
} else {
  const results = await Promise.all(builds.map((options) => build(options)));
  // What is in which bundle, for the bench and for whoever wonders.
  const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs));
  await writeFile('dist/meta.json', JSON.stringify({ outputs }));
}
