/** Reports when one of some files was changed, made or deleted: by the system's own events, without polling. */

import { existsSync, realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Programs write several files in a row. Milliseconds. */
const DEBOUNCE_MS = 250;

/** As a path's last part: any file in the folder. */
const ANY = '*';

/**
 * What is watched for a path: its folder, or, where that is not there yet, the nearest one above it, for the next step
 * towards it.
 */
export function watchOf(path: string): { readonly folder: string; readonly name: string } | undefined {
  let [folder, name] = [dirname(path), basename(path)];
  while (!existsSync(folder)) {
    if (dirname(folder) === folder) return undefined;
    [folder, name] = [dirname(folder), basename(folder)];
  }
  return { folder, name };
}

/** Behind a link the file changes in another folder. */
function pathsOf(path: string): readonly string[] {
  try {
    const real = realpathSync(path);
    return real === path ? [path] : [path, real];
  } catch {
    return [path];
  }
}

/** Names by folder. */
function wantedOf(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const place of paths.flatMap(pathsOf)) {
    const found = watchOf(place);
    if (found === undefined) continue;
    const names = wanted.get(found.folder) ?? new Set();
    wanted.set(found.folder, names.add(found.name));
  }
  return wanted;
}

interface Watched {
  readonly watcher: FSWatcher;
  names: ReadonlySet<string>;
}

/**
 * Watches files, also those that do not exist yet. A path whose last part is `*` stands for every file of its folder.
 */
export class FileWatch {
  readonly #onChange: () => void;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches these files and no others. To be called again after a change: folders may have come or gone. */
  update(paths: readonly string[]): void {
    const wanted = wantedOf(paths);
    for (const [folder, { watcher }] of this.#watched) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watched.delete(folder);
    }
    for (const [folder, names] of wanted) {
      const known = this.#watched.get(folder);
      if (known !== undefined) known.names = names;
      else this.#watch(folder, names);
    }
  }

  #watch(folder: string, names: ReadonlySet<string>): void {
    const forget = (): void => {
      watched?.watcher.close();
      this.#watched.delete(folder);
    };
    let watched: Watched | undefined;
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        // Without a name it may have been any file; the end of a folder is reported under the folder's own name.
        const own = name === null || watched?.names.has(name) === true || watched?.names.has(ANY) === true;
        if (!existsSync(folder)) forget();
        else if (!own) return;
        this.#settle();
      });
      watched = { watcher, names };
      watcher.on('error', forget);
      this.#watched.set(folder, watched);
    } catch {
      // It was deleted this moment, or may not be watched: a refresh still reads the files.
    }
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, DEBOUNCE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }
}
