// Measures the budgets and prints one table. Exit code 1: a size or a count is over its budget, or something could not
// be measured.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { forgetAccounts } from '../host/environment';
import { scratchDirectory } from '../host/paths';
import { activationSection } from './activation';
import { bundleSection } from './bundles';
import { comparedPages } from './compare';
import type { Section } from './figures';
import { gatewaySection } from './gateway';
import { pageSection } from './page';
import { overBudget, tableOf } from './report';
import { buildOther, packageCheckout } from './packaged';
import { thousandSections } from './thousand';
import { vsixSection } from './vsix';

async function step<T>(what: string, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const done = await work;
  console.error(`[bench] ${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return done;
}

async function measureAll(scratch: string): Promise<readonly Section[]> {
  const packaged = await step('build and package', packageCheckout(scratch));
  const bundles = await bundleSection(packaged.root);
  const vsix = await vsixSection(packaged.vsix);
  const thousand = await step('a thousand profiles', thousandSections(scratch));
  const activation = await step('activation inside VS Code', activationSection(packaged, scratch));
  const page = await step('the usage page', pageSection());
  const gateway = await step('the gateway', gatewaySection(scratch));
  return [bundles, activation, vsix, page, gateway, ...thousand];
}

/** What a user waits for, beside the same of another checkout. */
async function compareWith(folder: string, scratch: string): Promise<readonly Section[]> {
  const packaged = await step('build and package', packageCheckout(scratch));
  const other = await step('build the other checkout', buildOther(folder, scratch));
  const activation = await step('activation of both', activationSection(packaged, scratch, other));
  return [activation, await step('the usage page of both', comparedPages(other))];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' }, against: { type: 'string' } } });
  forgetAccounts();
  const scratch = scratchDirectory('bench');
  try {
    const sections = await (values.against === undefined ? measureAll(scratch) : compareWith(values.against, scratch));
    console.log(`\n${tableOf(sections)}\n`);
    if (values.json !== undefined) {
      await mkdir(dirname(values.json), { recursive: true });
      await writeFile(values.json, `${JSON.stringify({ node: process.version, sections }, undefined, 2)}\n`);
    }
    const over = overBudget(sections);
    for (const { name, value, budget } of over) console.error(`Over budget: ${name}: ${value}, not ${budget ?? ''}`);
    process.exitCode = over.length > 0 ? 1 : 0;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
