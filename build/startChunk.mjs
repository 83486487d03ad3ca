// Keeps everything that is loaded at start in one file, whatever else uses it.
import { relative } from 'node:path';
import process from 'node:process';

const NAMESPACE = 'on-first-need';

/**
 * With code splitting, the bundler makes a file for every set of entry points that share a module: what extension.ts
 * imports would lie in some thirty files, by which dynamic imports use it too. But whatever is imported dynamically is
 * loaded when extension.ts has been. So each target of a dynamic import becomes an entry point that imports
 * extension.ts first; then all entry points share what is loaded at start, and it becomes one file.
 */
export const startChunk = (start) => ({
  name: 'start-chunk',
  setup(build) {
    const { absWorkingDir = process.cwd() } = build.initialOptions;
    build.onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      // Libraries import nothing of ours.
      if (kind !== 'dynamic-import' || pluginData === NAMESPACE || importer.includes('node_modules')) return undefined;
      const target = await build.resolve(path, { kind, importer, resolveDir, pluginData: NAMESPACE });
      if (target.external || target.errors.length > 0) return target;
      return { path: relative(absWorkingDir, target.path).replaceAll('\\', '/'), namespace: NAMESPACE };
    });
    build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: `import ${JSON.stringify(`./${start}`)};\nexport * from ${JSON.stringify(`./${path}`)};`,
      resolveDir: absWorkingDir,
    }));
  },
});
