// Takes out of the AWS SDK what none of our code uses, where the bundler cannot see that by itself.
import { readFile } from 'node:fs/promises';

/**
 * The SDK describes every operation of a service by a table with computed keys (`{ [_ht]: … }`). The bundler cannot
 * know that computing a key has no side effect, so it would keep the tables of hundreds of operations that are never
 * called. With the keys written as literals, it drops the unused tables.
 */
export function literalKeys(text) {
  const values = new Map([...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replace(/\[(_\w+)\]:/g, (key, name) => (values.has(name) ? `${values.get(name)}:` : key));
}

export const sdkTables = {
  name: 'sdk-tables',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: literalKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
    // Each client imports its whole manifest and uses its version.
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(await readFile(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};
