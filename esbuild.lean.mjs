// Takes out of libraries what no code of ours reaches, where the bundler cannot see that by itself.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const read = (path) => readFile(path, 'utf8');

/**
 * The SDK describes every operation of a service by a table with computed keys (`{ [_ht]: … }`). The bundler cannot know that computing
 * one does nothing else, so it would keep the tables of hundreds of operations that nobody calls. Written out, the unused ones go.
 */
export function plainKeys(text) {
  const names = new Map([...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replace(/\[(_\w+)\]:/g, (whole, name) => (names.has(name) ? `${names.get(name)}:` : whole));
}

export const leanLibraries = {
  name: 'lean-libraries',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: plainKeys(await read(path)),
      loader: 'js',
    }));
    // Of its own manifest each client uses the version alone.
    plugin.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(await read(path)).version }),
      loader: 'json',
    }));
    // The same code as ES modules, of which the bundler takes what is used. Its manifest has them for browsers alone.
    plugin.onResolve({ filter: /^yaml$/ }, () => ({ path: resolve('node_modules/yaml/browser/index.js') }));
  },
};
