import type { BuildOptions } from 'esbuild';

export function uninstallBuild(production: boolean): BuildOptions;
