/**
 * The AWS profiles of the shared config files, read as the AWS CLI reads their names: the SDK's reader skips
 * some of them.
 */

const SECTION = /^\[(.*)\]$/;
const QUOTED = /^(["'])(.*)\1$/;

const unquoted = (name: string): string => QUOTED.exec(name)?.[2] ?? name;

/** Names of sections; a comment after one does not belong to it. */
const sections = (text: string): readonly string[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [before = ''] = line.split(/(?:^|\s)[;#]/, 1);
    const name = SECTION.exec(before.trim())?.[1];
    return name === undefined ? [] : [name.trim()];
  });

/** The names of profiles in the config file, where they follow the word `profile`, and in the credentials file. */
export function profileNames(config: string, credentials: string): readonly string[] {
  const inConfig = sections(config).flatMap((section) => {
    if (section === 'default') return [section];
    const name = /^profile\s+(.*)$/.exec(section)?.[1];
    return name === undefined ? [] : [unquoted(name.trim())];
  });
  return [...new Set([...inConfig, ...sections(credentials).map(unquoted)])].filter((name) => name !== '');
}
