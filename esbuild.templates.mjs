// Leaves the indentation out of the pages' templates. It is most of their text, and HTML reads any white space as one space.
import { readFile } from 'node:fs/promises';

/** Works on the source, where indentation means nothing outside of template literals either. */
export const leanTemplates = {
  name: 'lean-templates',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]webview[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/\n\s+/g, '\n'),
      loader: 'ts',
    }));
  },
};
