/** Reports when one of some files was changed, made or deleted: by the system's own events, without polling. */

import { existsSync, realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Programs write several files in a row, or one file and then rename it. Milliseconds. */
const DEBOUNCE_MS = 200;

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

/** Identifies a folder among those that were at one path in turn; undefined where there is none. */
export const inodeOf = (folder: string): number | undefined => statSync(folder, { throwIfNoEntry: false })?.ino;

interface Watched {
  readonly watcher: FSWatcher;
  /** The folder that is watched; undefined where another one may have taken its place. */
  inode: number | undefined;
  names: ReadonlySet<string>;
}

export interface FileWatchOptions {
  /** Called once after several changes in a row. */
  readonly onChange: () => void;
  /** Called where a folder cannot be watched, or no longer. */
  readonly onError?: (error: unknown) => void;
  /** Which files count where any file of a folder is watched; all of them unless given. */
  readonly isRelevant?: (name: string) => boolean;
}

/**
 * Watches files, also those that do not exist yet. A path whose last part is `*` stands for every file of its folder.
 */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  /** Whether a folder is watched, and is still the one that has this inode. */
  isWatching(folder: string, inode: number): boolean {
    return this.#watched.get(folder)?.inode === inode;
  }

  /** Watches these files and no others. To be called again after a change: folders may have come or gone. */
  update(paths: readonly string[]): void {
    if (this.#isDisposed) return;
    const wanted = wantedOf(paths);
    for (const [folder, { inode }] of this.#watched)
      if (!wanted.has(folder) || inode === undefined || inode !== inodeOf(folder)) this.#end(folder);
    for (const [folder, names] of wanted) {
      const known = this.#watched.get(folder);
      if (known !== undefined) known.names = names;
      else this.#watch(folder, names);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const folder of this.#watched.keys()) this.#end(folder);
  }

  #end(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }

  #watch(folder: string, names: ReadonlySet<string>): void {
    try {
      const inode = inodeOf(folder);
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        this.#changed(folder, name);
      });
      watcher.on('error', (error) => {
        if (this.#watched.get(folder)?.watcher !== watcher) return;
        this.#end(folder);
        this.#options.onError?.(error);
        this.#report();
      });
      this.#watched.set(folder, { watcher, inode, names });
    } catch (error) {
      // It was deleted this moment, or may not be watched: a refresh still reads the files.
      this.#options.onError?.(error);
    }
  }

  /** @param name null where the system does not name it: any file. The folder's own end has the folder's name. */
  #changed(folder: string, name: string | null): void {
    const watched = this.#watched.get(folder);
    if (watched === undefined) return;
    const isFolder = name === basename(folder);
    // Deleted or moved: one that is made in its place may well get the same inode.
    if (isFolder) watched.inode = undefined;
    if (!existsSync(folder)) this.#end(folder);
    else if (!isFolder && name !== null && !this.#isWanted(name, watched)) return;
    this.#report();
  }

  #isWanted(name: string, { names }: Watched): boolean {
    return names.has(name) || (names.has(ANY) && this.#options.isRelevant?.(name) !== false);
  }

  #report(): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#options.onChange, DEBOUNCE_MS);
  }
}
