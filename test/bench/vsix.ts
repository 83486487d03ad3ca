/** The package: its size, and what is in it. */

import { readFile } from 'node:fs/promises';
import { atMost, bytes, must, type Section } from './figures';

/** Bytes without pictures, and of these. */
export const MOST_OF_PACKAGE = { code: 1_500_000, pictures: 1_500_000 };
const PICTURE = /\.(png|svg|gif|jpe?g|webp|mp4)$/i;
/** What a user needs. Anything else got in by accident. */
const WANTED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/dist\/([\w-]+\.mjs|[a-z]+\.(js|css)|ThirdPartyNotices\.txt)$/,
  /^extension\/media\/[a-z-]+\.svg$/,
  /^extension\/media\/icon\.png$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE(\.txt|\.md)?)$/i,
];

interface Entry {
  readonly name: string;
  readonly packed: number;
}

/** Reads a zip file's central directory (PKWARE's APPNOTE, 4.3.12 and 4.3.16). Throws for what is no zip file. */
function entriesOf(zip: Buffer): readonly Entry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new Error('The package is no zip file.');
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const rest = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), packed: zip.readUInt32LE(at + 20) });
    at += 46 + nameLength + rest;
  }
  return entries;
}

/** What is in a package: the bytes of its file without pictures, those of its pictures, and what nobody needs. */
export interface PackageContent {
  readonly code: number;
  readonly pictures: number;
  readonly names: readonly string[];
  readonly unwanted: readonly string[];
}

/** Reads a `.vsix` file. */
export async function packageContent(file: string): Promise<PackageContent> {
  const zip = await readFile(file);
  const entries = entriesOf(zip);
  const pictures = entries.filter(({ name }) => PICTURE.test(name)).reduce((sum, { packed }) => sum + packed, 0);
  const names = entries.map(({ name }) => name);
  const unwanted = names.filter((name) => !WANTED.some((wanted) => wanted.test(name)));
  return { code: zip.length - pictures, pictures, names, unwanted };
}

/** The figures of a `.vsix` file. */
export async function vsixSection(file: string): Promise<Section> {
  const { code, pictures, names, unwanted } = await packageContent(file);
  return {
    title: 'VSIX (as `vsce package` makes it)',
    figures: [
      atMost('size without pictures', code, MOST_OF_PACKAGE.code, bytes),
      atMost('pictures', pictures, MOST_OF_PACKAGE.pictures, bytes),
      must(
        'files in it that nobody needs',
        unwanted.length === 0 ? `none of ${String(names.length)}` : unwanted.join(', '),
        unwanted.length === 0,
        'none',
      ),
    ],
    notes: [],
  };
}
