// How dist/uninstall.js is built: VS Code runs it as a program of its own when the extension has been uninstalled.

/** @param production whether it is made small. */
export const uninstallBuild = (production) => ({
  entryPoints: ['src/uninstall.ts'],
  outdir: 'dist',
  bundle: true,
  charset: 'utf8',
  minify: production,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The CommonJS form of jsonc-parser hides its imports from the bundler.
  mainFields: ['module', 'main'],
});
