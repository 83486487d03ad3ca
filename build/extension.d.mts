import type { BuildOptions } from 'esbuild';

/** How the extension is built, in the repository's folder. */
export const extensionBuild: (production: boolean) => BuildOptions;
