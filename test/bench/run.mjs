// `npm run bench`: measures what the budgets are about. `-- --json FILE` writes the figures as JSON, too; `-- --against
// FOLDER` compares activation and the page with those of another checkout, which has its packages installed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const args = ['--import', 'tsx', 'test/bench/main.ts', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: repository, stdio: 'inherit' }).status ?? 1;
