import type { Plugin } from 'esbuild';

/** Leaves the indentation out of the pages' templates. */
export declare const leanTemplates: Plugin;
