import { inert } from '../inert';

/** The text made inert, where there is one. */
export const inertText = (text: string | undefined): string | undefined => (text === undefined ? text : inert(text));

/** The same texts, inert; those that are missing stay missing. */
export const inertOptional = <Texts extends Readonly<Record<string, string | undefined>>>(
  texts: Texts,
): { -readonly [Key in keyof Texts]?: string } =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => (text === undefined ? [] : [[key, inert(text)]])),
  ) as { -readonly [Key in keyof Texts]?: string };

/** How values are changed on their way into an object of VS Code, by property. */
export type PropertyConversions<Target> = { readonly [Key in keyof Target]?: (value: Target[Key]) => Target[Key] };

/**
 * An object of VS Code whose properties, once assigned, hold what `set` makes of them, and are read as `get` makes of
 * them.
 */
export function inertProperties<Target extends object>(
  target: Target,
  set: PropertyConversions<Target>,
  get: PropertyConversions<Target> = {},
): Target {
  const changed = (changes: PropertyConversions<Target>, key: string | symbol, value: unknown): unknown => {
    const change = Reflect.get(changes, key) as ((value: unknown) => unknown) | undefined;
    return change === undefined ? value : change(value);
  };
  // The proxy has a target of its own: what VS Code freezes could not be read through it otherwise.
  return new Proxy({} as Target, {
    get: (_, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : changed(get, key, value);
    },
    set: (_, key, value) => Reflect.set(target, key, changed(set, key, value)),
  });
}
