import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { BASH, commandLine, quoteWord, shellAt, type ShellFamily } from '../../../src/core/shell';

/** A program that writes the words it was given, each with a zero behind it. */
const ECHO = `for (const word of process.argv.slice(1)) process.stdout.write(word + '\\0')`;

/** Shells of this machine, by the paths that systems have them at. */
const REAL = ['/bin/bash', '/bin/sh', '/bin/dash', '/bin/zsh', '/usr/bin/zsh', '/usr/bin/fish', '/usr/bin/pwsh'].filter(
  existsSync,
);

const HOSTILE = [
  "it's",
  '$HOME',
  '`id`',
  '$(id)',
  'a b',
  '"q"',
  '\\',
  "\\'",
  '!!',
  '~',
  '=ls',
  '@x',
  '*',
  '%PATH%',
  '-',
  'é 開',
  '‘x’',
  ';ls',
  '#',
  '{a,b}',
  '',
  '&',
  '|',
  '>x',
  "''",
  '\\\\',
];
const word = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 12 }));

describe('A command line', () => {
  for (const path of REAL)
    it(`is taken by ${path} word for word`, () => {
      const shell = shellAt(path);
      assert.ok(shell !== undefined);
      const run = (words: readonly string[]): void => {
        const line = commandLine([process.execPath, '-e', ECHO, 'x', ...words], shell);
        if (line?.shell.family !== shell.family) return;
        const { stdout } = spawnSync(path, ['-c', line.text], { encoding: 'utf8' });
        assert.deepEqual(stdout.split('\0').slice(0, -1), ['x', ...words]);
      };
      run(HOSTILE);
      run(fc.sample(word, 500));
    });

  it('is quoted as each shell documents it', () => {
    const quoted = (text: string) =>
      (['posix', 'fish', 'powershell', 'cmd'] satisfies ShellFamily[]).map((family) => quoteWord(text, family));
    assert.deepEqual(quoted('arn:aws:bedrock:us-east-1:1:x/y'), Array(4).fill('arn:aws:bedrock:us-east-1:1:x/y'));
    assert.deepEqual(quoted("it's"), [String.raw`'it'\''s'`, String.raw`'it\'s'`, "'it''s'", '"it\'s"']);
    assert.deepEqual(quoted('a\\'), ["'a\\'", String.raw`'a\\'`, "'a\\'", String.raw`"a\\"`]);
    assert.deepEqual(quoted('a ‘b’'), ["'a ‘b’'", "'a ‘b’'", "'a ‘‘b’’'", '"a ‘b’"']);
    assert.deepEqual(quoted('$x `y`'), ["'$x `y`'", "'$x `y`'", "'$x `y`'", '"$x `y`"']);
    assert.deepEqual(quoted('@x'), ["'@x'", "'@x'", "'@x'", '"@x"']);
    assert.deepEqual(quoted('a"b'), ["'a\"b'", "'a\"b'", undefined, undefined]);
    assert.deepEqual(quoted('%x%'), ["'%x%'", "'%x%'", "'%x%'", undefined]);
    assert.deepEqual(quoted('a\nb'), [undefined, undefined, undefined, undefined]);
  });

  it('is for the user’s shell, or says that it is for bash', () => {
    const cmd = shellAt('C:\\WINDOWS\\System32\\cmd.exe');
    assert.deepEqual(commandLine(['aws', 'a b'], cmd), { text: 'aws "a b"', shell: { family: 'cmd', name: 'cmd' } });
    assert.deepEqual(commandLine(['aws', '%x%'], cmd), { text: "aws '%x%'", shell: BASH });
    assert.deepEqual(commandLine(['aws', 'a b'], undefined), { text: "aws 'a b'", shell: BASH });
    assert.equal(commandLine(['aws', 'a\nb'], cmd), undefined);
  });

  it('knows shells by their paths', () => {
    const name = (path: string) => shellAt(path)?.name;
    assert.deepEqual(
      [
        '/bin/zsh',
        '/opt/homebrew/bin/fish',
        'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
        '/snap/bin/pwsh-preview',
        'C:\\Git\\bin\\bash.exe',
        '/usr/bin/nu',
        '/bin/tcsh',
        '',
      ].map(name),
      ['zsh', 'fish', 'PowerShell', 'PowerShell', 'bash', undefined, undefined, undefined],
    );
  });
});
