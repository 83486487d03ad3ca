// Loads VS Code's API with require() instead of import.
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const NAMESPACE = 'vscode-api';

/** What the API exports as values, by its declarations. */
async function exportedNames() {
  const declarations = await readFile(createRequire(import.meta.url).resolve('@types/vscode/index.d.ts'), 'utf8');
  const names = declarations.matchAll(
    /^(?:\t| {4})export (?:abstract )?(?:class|const|enum|function|namespace) (\w+)/gm,
  );
  return new Set([...names].map(([, name]) => name));
}

/** The names that the sources use, and perhaps more: each word that they share with the API. */
async function usedNames(files) {
  const [exported, ...texts] = await Promise.all([exportedNames(), ...files.map((file) => readFile(file, 'utf8'))]);
  const words = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
  return [...exported].filter((name) => words.has(name));
}

/**
 * Gives the API to ES modules as VS Code gives it to CommonJS ones. For `import … from 'vscode'` VS Code writes a
 * module that exports all names of the API, as a data: URL that Node.js has to decode and compile: that is a fifth of
 * the time that loading the extension takes.
 */
export const vscodeApi = (sources) => ({
  name: 'vscode-api',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: NAMESPACE }));
    build.onLoad({ filter: /./, namespace: NAMESPACE }, async () => {
      const names = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts'));
      const watchFiles = names.map((name) => resolve(sources, name));
      return {
        contents: [
          "import { createRequire } from 'node:module';",
          "const api = createRequire(import.meta.url)('vscode');",
          `export const { ${(await usedNames(watchFiles)).join(', ')} } = api;`,
        ].join('\n'),
        watchFiles,
      };
    });
  },
});
