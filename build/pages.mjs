// How the pages are built. The extension's build, the tests of the pages and the check of their size use the same
// options.

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
});
