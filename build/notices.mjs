// Writes the licences of everything of others' that is in the package, from what the bundler has put into it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Licences that let us ship a library under our own with no more than their text beside it. */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT']);

/** Files of ours that are made from a package's data, and the package. */
const MADE_FROM = [[/(^|\/)bundledPrices\.json$/, 'node_modules/@pydantic/genai-prices']];

/** Folders of the packages of which something is in the bundles, in the order of their names. */
export function packagesIn(outputs) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = files.flatMap((file) => [
    ...(/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
    ...MADE_FROM.flatMap(([pattern, folder]) => (pattern.test(file) ? [folder] : [])),
  ]);
  return [...new Set(folders)].sort();
}

/**
 * The text of a package's licence, and its notices, which Apache-2.0 asks to be passed on. Empty where it has no file.
 */
async function licenceText(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice)([.-].*)?$/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

async function describe(folder) {
  const { name, version, license, repository } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!ALLOWED.has(license)) throw new Error(`${name} ${version} has the licence ${license}, which is not allowed.`);
  const source = `${license} ${repository?.url ?? repository}`;
  return { title: `${name} ${version} (${license})`, source, text: await licenceText(folder) };
}

/** Some packages of a repository lack the file that the others have. */
function withText(one, packages) {
  const text = one.text || packages.find(({ source, text }) => source === one.source && text)?.text;
  if (!text) throw new Error(`${one.title} has no file with its licence.`);
  return { ...one, text };
}

const RULE = '-'.repeat(80);

/**
 * Writes the notices for an esbuild metafile's outputs. Each licence's text stands once, below the packages that have
 * it. Throws for a package whose licence is not allowed or has no text.
 */
export async function writeNotices(file, outputs) {
  const described = await Promise.all(packagesIn(outputs).map((folder) => describe(folder)));
  const packages = described.map((one) => withText(one, described));
  const sections = [...new Set(packages.map(({ text }) => text))].map((text) => {
    const titles = packages.filter((one) => one.text === text).map(({ title }) => title);
    return `${titles.join('\n')}\n\n${text}\n`;
  });
  const intro = 'Bedrock Tally contains the following third-party software, each under the licence below it.\n';
  await writeFile(file, [intro, ...sections].join(`\n${RULE}\n\n`));
}
