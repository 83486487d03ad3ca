// How the command line is built: one file that needs Node.js alone.
import { sdkTables } from './sdkTables.mjs';

export const cliBuild = (production) => ({
  entryPoints: [{ in: 'src/cli/main.ts', out: 'cli' }],
  outdir: 'dist',
  bundle: true,
  charset: 'utf8',
  minify: production,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The SDK's ES modules shake down to little more than half of its CommonJS ones.
  mainFields: ['module', 'main'],
  banner: { js: '#!/usr/bin/env node' },
  plugins: [sdkTables],
});
