// What the programs that Node.js runs by themselves have in common: one CommonJS file in dist/ that needs nothing else.

/** @param production whether it is made small. */
export const nodeProgram = (production) => ({
  outdir: 'dist',
  bundle: true,
  charset: 'utf8',
  minify: production,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The SDK's ES modules shake down to little more than half of its CommonJS ones, and the CommonJS form of
  // jsonc-parser hides its imports from the bundler.
  mainFields: ['module', 'main'],
});
