/** Lines that set variables in a shell. */

/** For a POSIX shell, on Windows for PowerShell. Values have no quotes in them. */
export const variableLines = (
  variables: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): readonly string[] =>
  Object.entries(variables).map(([name, value]) =>
    platform === 'win32' ? `$env:${name} = '${value}'` : `export ${name}='${value}'`,
  );
