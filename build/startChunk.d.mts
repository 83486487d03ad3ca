import type { Plugin } from 'esbuild';

/** @param start the module that VS Code loads at start, from the repository's folder. */
export declare const startChunk: (start: string) => Plugin;
