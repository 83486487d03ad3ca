// How dist/uninstall.js is built: VS Code runs it as a program of its own when the extension has been uninstalled.
import { nodeProgram } from './nodeProgram.mjs';

/** @param production whether it is made small. */
export const uninstallBuild = (production) => ({
  ...nodeProgram(production),
  entryPoints: ['src/uninstall.ts'],
});
