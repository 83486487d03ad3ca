/** The package: its size, and what is in it. */

import { readFile } from 'node:fs/promises';
import { atMost, bytes, must, type Section } from './figures';

const MOST = 1_500_000;
/** What a user needs. Anything else got in by accident. */
const WANTED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/dist\/[a-z]+\.(js|css)$/,
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

/** Opens a package and tells what it holds. */
export async function vsixSection(file: string): Promise<Section> {
  const zip = await readFile(file);
  const entries = entriesOf(zip);
  const strange = entries.filter(({ name }) => !WANTED.some((wanted) => wanted.test(name))).map(({ name }) => name);
  const list = entries.map(({ name, packed }) => `${name.replace('extension/', '')} ${bytes(packed)}`);
  return {
    title: 'VSIX (as `vsce package` makes it)',
    figures: [
      atMost('size', zip.length, MOST, bytes),
      must(
        'files in it that nobody needs',
        strange.length === 0 ? `none of ${entries.length}` : strange.join(', '),
        strange.length === 0,
        'none',
      ),
    ],
    notes: [`Packed: ${list.join(', ')}.`],
  };
}
