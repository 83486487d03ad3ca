/** The real programs, from npm at pinned versions. */

import { installPackages } from './packages';

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows' };
const system = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
const ending = process.platform === 'win32' ? '.exe' : '';

/**
 * The package that carries each program and the program's place in it. The makers' own packages only choose between one
 * of these for each platform; each is complete in itself.
 */
const PACKAGES = {
  'claude-code': [`@anthropic-ai/claude-code-${process.platform}-${process.arch}`, '2.1.329', `claude${ending}`],
  opencode: [`opencode-${system}`, '1.18.33', `bin/opencode${ending}`],
  kilo: [`@kilocode/cli-${system}`, '7.7.7', `bin/kilo${ending}`],
  cline: [`@cline/cli-${system}`, '3.0.65', `bin/cline${ending}`],
  continue: ['@continuedev/cli', '1.5.47', 'dist/cn.js'],
} as const;

export type Program = keyof typeof PACKAGES;

/**
 * Installs the programs that are not there yet, and returns where each lies; undefined where its makers have none for
 * this platform. Several processes may call it at once. @throws Error when npm fails.
 */
export const installPrograms = (): Promise<Readonly<Record<Program, string | undefined>>> =>
  installPackages('programs', PACKAGES);
