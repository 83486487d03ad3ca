import type { BuildOptions } from 'esbuild';

/** How the command line is built, in the repository’s folder. */
export const cliBuild: (production: boolean) => BuildOptions;
