/**
 * Names of our own files. A file's format is part of its name, so that two versions of the extension on one machine
 * keep out of each other's way: a version reads and writes its own format and may take over earlier ones, which it
 * leaves as they are; it never touches later ones.
 */

const NAME = /^(.+)\.v(\d{1,6})\.json$/;

/** `changes` in format 1: `changes.v1.json`. */
export const fileInFormat = (base: string, format: number): string => `${base}.v${format}.json`;

/** The format that a file's name states; undefined for what is no such file. */
export function formatOf(file: string): number | undefined {
  const [, , format] = NAME.exec(file) ?? [];
  return format === undefined ? undefined : Number(format);
}

/** An earlier format, and what makes today's of its value. */
export interface EarlierFormat {
  readonly format: number;
  /** Answers undefined for what is not taken over. `name` is what the file is of. */
  readonly convert: (value: unknown, name: string) => unknown;
}

/** The format that is written, and those that are still read, newest first. */
export interface Formats {
  readonly current: number;
  readonly earlier: readonly EarlierFormat[];
}
