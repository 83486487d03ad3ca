// How the extension is built. The build, the bench and the check of what is loaded at start use the same options.
import { sdkTables } from './sdkTables.mjs';
import { startChunk } from './startChunk.mjs';
import { vscodeApi } from './vscodeApi.mjs';

const START = 'src/extension.ts';

/** ES modules: what is loaded at start, and a file for each module that is imported dynamically. */
export const extensionBuild = (production) => ({
  entryPoints: [START],
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  charset: 'utf8',
  minify: production,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  // The SDK's ES modules shake down to little more than half of its CommonJS ones.
  mainFields: ['module', 'main'],
  // For the libraries that are CommonJS.
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  // Made at each call: most files have no such library, and at start it would take time.
  banner: {
    js: "import{createRequire as requireFor}from'node:module';const require=(id)=>requireFor(import.meta.url)(id);",
  },
  // A name that VS Code's API does not have.
  logOverride: { 'import-is-undefined': 'error' },
  plugins: [startChunk(START), vscodeApi('src'), sdkTables],
});
