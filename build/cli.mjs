// How the command line is built: one file that needs Node.js alone.
import { nodeProgram } from './nodeProgram.mjs';
import { sdkTables } from './sdkTables.mjs';

export const cliBuild = (production) => ({
  ...nodeProgram(production),
  entryPoints: [{ in: 'src/cli/main.ts', out: 'cli' }],
  banner: { js: '#!/usr/bin/env node' },
  plugins: [sdkTables],
});
