import type { Plugin } from 'esbuild';

/** Keys that are computed from a constant, written out. */
export declare function plainKeys(text: string): string;
export declare const leanLibraries: Plugin;
