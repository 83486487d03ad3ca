import type { Metafile } from 'esbuild';

/** Folders of the packages of which something is in the bundles, from the repository's folder. */
export declare function packagesIn(outputs: Metafile['outputs']): string[];
/** Writes the notices of what is in the bundles. Throws for a licence that is not allowed or has no text. */
export declare function writeNotices(file: string, outputs: Metafile['outputs']): Promise<void>;
