// Starts the command it is given and lives as long as it; takes it and all its children down when whoever started this
// goes away, which closes our standard input even when it was killed. Has to be the leader of a process group of its
// own.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const end = () => {
  process.kill(-process.pid, 'SIGKILL');
};
child.on('error', (error) => {
  console.error(error.message);
  end();
});
child.on('exit', end);
process.stdin.on('end', end).on('error', end).resume();
