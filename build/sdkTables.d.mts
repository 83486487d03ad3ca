import type { Plugin } from 'esbuild';

/** Writes keys that are computed from a constant as literals. */
export declare function literalKeys(text: string): string;
export declare const sdkTables: Plugin;
