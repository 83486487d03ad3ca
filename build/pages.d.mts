import type { BuildOptions } from 'esbuild';

/** How the pages are built, in the repository's folder. */
export const pageBuild: (production: boolean) => BuildOptions;
