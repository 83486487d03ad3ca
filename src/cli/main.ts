/** The command line: `bedrock-tally COMMAND`. Needs Node.js alone. */

import { GATEWAY_USAGE, gatewayCommand } from './gatewayCommand';
import { AGENTS_USAGE, USE_USAGE, VERIFY_USAGE } from './usage';
import { EXIT, UsageError, type Output } from './output';

const USAGE = `Usage: ${GATEWAY_USAGE}\n       ${AGENTS_USAGE}\n       ${USE_USAGE}\n       ${VERIFY_USAGE}`;

/** Runs a command. Resolves to its exit code. */
async function run(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined || command === 'help' || command === '--help') {
    output.line(USAGE);
    return command === undefined ? EXIT.wrongArguments : EXIT.done;
  }
  try {
    if (command === 'agents') return await (await import('./agentsCommand')).agentsCommand(rest, output);
    if (command === 'use') return await (await import('./useCommand')).useCommand(rest, output);
    if (command === 'verify') return await (await import('./verifyCommand')).verifyCommand(rest, output);
    if (command !== 'gateway') throw new UsageError(`There is no command "${command}".`);
    return await gatewayCommand(rest, output, stop);
  } catch (error) {
    // What Node says of arguments that it does not know.
    const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    if (!isUsage) throw error;
    output.log(`${error.message}\n${USAGE}`);
    return EXIT.wrongArguments;
  }
}

const stop = new AbortController();
// A signal may come twice, from a terminal and from the program that started us: each means the same.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stop.abort();
  });
const output: Output = {
  line: (text) => {
    console.log(text);
  },
  log: (text) => {
    console.error(text);
  },
};
void run(process.argv.slice(2), output, stop.signal).then((code) => {
  process.exitCode = code;
});
