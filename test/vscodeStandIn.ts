/**
 * Stands in for the module `vscode`, which exists only inside VS Code, so that plain tests can read the sentences of
 * the features. Import it before the modules that import `vscode`.
 */

import Module from 'node:module';

interface Loader {
  _load: (request: string, ...rest: unknown[]) => unknown;
}

/** As VS Code without a translation: the sentence itself, with its places filled in. */
const l10n = {
  t: (sentence: string, ...values: readonly (string | number | boolean)[]): string =>
    sentence.replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place)),
};

const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? { l10n } : load(request, ...rest));
