/** Command lines that a user pastes into a shell: each family of shells quotes in its own way. */

export type ShellFamily = 'posix' | 'fish' | 'powershell' | 'cmd';

/** A shell as people know it, and how it quotes. */
export interface Shell {
  readonly family: ShellFamily;
  /** Such as `PowerShell`. */
  readonly name: string;
}

/** What a command is quoted for where the user's shell is none that we know, or cannot take it. */
export const BASH: Shell = { family: 'posix', name: 'bash' };

const POSIX = ['bash', 'zsh', 'sh', 'dash', 'ash', 'ksh', 'mksh', 'rbash', 'git-bash'];

/** The shell at a path, such as `/bin/zsh` or `C:\…\pwsh.exe`; undefined for one whose rules we do not know. */
export function shellAt(path: string): Shell | undefined {
  const name = (/[^/\\]*$/.exec(path)?.[0] ?? '').toLowerCase().replace(/\.exe$/, '');
  if (POSIX.includes(name)) return { family: 'posix', name };
  if (name === 'fish') return { family: 'fish', name };
  if (/^(pwsh|powershell)/.test(name)) return { family: 'powershell', name: 'PowerShell' };
  if (name === 'cmd') return { family: 'cmd', name };
  return undefined;
}

/**
 * Nothing in it is special to any shell. It does not begin with a mark, for `=x`, `~x` and `@x` mean something to some.
 */
const PLAIN = /^[A-Za-z0-9_/-][A-Za-z0-9_./:-]*$/;

/** No name has such characters, and a shell may take a line's end for the command's. */
const CONTROL = /\p{Cc}/u;

/** A word that a shell takes as it is; undefined where the shell has no way to write it. */
export function quoteWord(word: string, family: ShellFamily): string | undefined {
  if (CONTROL.test(word)) return undefined;
  if (PLAIN.test(word)) return word;
  switch (family) {
    case 'posix':
      // In single quotes nothing is special but the quote itself.
      return `'${word.replaceAll("'", String.raw`'\''`)}'`;
    case 'fish':
      return `'${word.replace(/[\\']/g, String.raw`\$&`)}'`;
    case 'powershell':
      // It takes typographic quotes for single ones. Whether it hands a double one on to a program depends on its
      // version.
      return word.includes('"') || word === '' ? undefined : `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
    case 'cmd':
      // It replaces %NAME% also in quotes, and a program takes a quote that is not doubled by a backslash for the end.
      return /["%!]/.test(word) ? undefined : `"${word.replace(/\\+$/, '$&$&')}"`;
  }
}

/**
 * A command line and the shell that it is written for: the user's where that can take it, else bash. Undefined for
 * words that no shell takes.
 */
export function commandLine(
  words: readonly string[],
  shell: Shell = BASH,
): { readonly text: string; readonly shell: Shell } | undefined {
  for (const candidate of [shell, BASH]) {
    const quoted = words.map((word) => quoteWord(word, candidate.family));
    if (quoted.every((word) => word !== undefined)) return { text: quoted.join(' '), shell: candidate };
  }
  return undefined;
}
