// How the pages are built: the extension's build, the tests' stand-in for VS Code and the check of their size all go by it.
import { readFile } from 'node:fs/promises';

/**
 * Leaves the indentation out of the pages' templates. It is most of their text, and HTML reads any white space as one space. Works on
 * the source, where indentation means nothing outside of template literals either.
 */
const leanTemplates = {
  name: 'lean-templates',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]webview[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/\n\s+/g, '\n'),
      loader: 'ts',
    }));
  },
};

/** One script and one style sheet for each page. */
export const pageBuild = (production) => ({
  entryPoints: [
    { in: 'src/webview/usage/main.ts', out: 'webview' },
    { in: 'src/webview/usage/main.css', out: 'webview' },
    { in: 'src/webview/guide/main.ts', out: 'guide' },
    { in: 'src/webview/guide/main.css', out: 'guide' },
  ],
  outdir: 'dist',
  bundle: true,
  charset: 'utf8',
  minify: production,
  metafile: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  tsconfig: 'src/webview/tsconfig.json',
  plugins: production ? [leanTemplates] : [],
});
