import { runInThisContext } from 'node:vm';
import * as vscode from 'vscode';
import { HOSTILE } from './hostile';

const hostiles = new WeakSet<object>();

/** A value of any type: each property and each answer of it is one again, and as a text it is the hostile one. */
function hostile(): unknown {
  const target = (): undefined => undefined;
  const value: object = new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => HOSTILE;
      if (key === Symbol.iterator) return () => [hostile()][Symbol.iterator]();
      // Not a promise.
      if (key === 'then') return undefined;
      return hostile();
    },
    apply: () => hostile(),
    construct: () => hostile() as object,
  });
  hostiles.add(value);
  return value;
}

/** Our sentences are formatted as VS Code formats them, with a hostile text in every place. */
const l10n = {
  t: (sentence: string, ...values: readonly unknown[]): string => vscode.l10n.t(sentence, ...values.map(() => HOSTILE)),
};

/** Of VS Code only what an argument cannot do without. */
const api = new Proxy(
  { l10n, ProgressLocation: vscode.ProgressLocation },
  { get: (target, key) => (key in target ? (Reflect.get(target, key) as unknown) : hostile()) },
);

/** Every name that an argument may use; those that are not VS Code's stand for hostile values. */
const scope = new Proxy(
  {},
  {
    has: () => true,
    get: (_, key) => {
      if (key === Symbol.unscopables) return undefined;
      if (key === 'l10n') return l10n;
      if (key === 'vscode') return api;
      if (key === 'ProgressLocation') return vscode.ProgressLocation;
      return hostile();
    },
  },
);

/** The value as VS Code is to get it: texts for values that are nothing but hostile. */
function settled(value: unknown): unknown {
  if ((typeof value === 'object' || typeof value === 'function') && value !== null) {
    if (hostiles.has(value)) return HOSTILE;
    if (Array.isArray(value)) return value.map(settled);
    if (Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, settled(one)]));
  }
  return value;
}

/**
 * Evaluates code of src that is an async function for an array, with hostile values for everything that it takes from
 * around it.
 */
export async function evaluate(code: string): Promise<readonly unknown[]> {
  // `with` gives every free name a value.
  const make = runInThisContext(`(function (scope) { with (scope) { return ${code}; } })`) as (
    scope: object,
  ) => () => Promise<unknown[]>;
  return settled(await make(scope)()) as readonly unknown[];
}
