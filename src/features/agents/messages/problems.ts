/** What is wrong with an agent's settings files, as sentences. */

import { l10n } from 'vscode';
import type { BrokenReason } from '../../../agents/documents/document';
import type { AgentProblem } from '../../../agents/problem';

/** Where a file cannot be parsed: its line, or what the parser reported. */
function syntaxSentence(file: string, where: string): string {
  const line = /^line (\d+)$/.exec(where)?.[1];
  if (line !== undefined) return l10n.t('{0} has a syntax error in line {1}.', file, line);
  switch (where) {
    case 'nested too deep':
      return l10n.t('{0} has a syntax error: it is nested too deeply.', file);
    case 'aliases':
      return l10n.t('{0} has a syntax error: its YAML aliases can’t be resolved.', file);
    default:
      return l10n.t('{0} has a syntax error.', file);
  }
}

/** Why a file cannot be used. */
export function brokenSentence(file: string, reason: BrokenReason, where: string): string {
  switch (reason) {
    case 'not-a-file':
      return l10n.t('{0} isn’t a file.', file);
    case 'not-readable':
      return l10n.t('{0} can’t be read.', file);
    case 'too-large':
      return l10n.t('{0} is too large for a settings file.', file);
    case 'not-text':
      return l10n.t('{0} isn’t a text file.', file);
    case 'empty':
      return l10n.t('{0} is empty.', file);
    case 'syntax':
      return syntaxSentence(file, where);
    case 'not-an-object':
      return l10n.t('{0} doesn’t contain settings.', file);
    case 'duplicate-keys':
      return where === ''
        ? l10n.t('{0} contains a duplicate key. Programs differ in which one they use.', file)
        : l10n.t('{0} contains the duplicate key {1}. Programs differ in which one they use.', file, where);
    case 'several-documents':
      return l10n.t('{0} contains more than one YAML document.', file);
    case 'schema':
      return where === ''
        ? l10n.t('{0} contains an invalid value. The program that owns it may discard the whole file.', file)
        : l10n.t(
            '{0} contains an invalid value ({1}). The program that owns it may discard the whole file.',
            file,
            where,
          );
    case 'dangling-link':
      return l10n.t('{0} is a link to a file that doesn’t exist.', file);
  }
}

/** Why an agent's files were not changed, and what to do. */
export function agentProblemSentence({ code, detail }: Pick<AgentProblem, 'code' | 'detail'>): string {
  const path = detail.path ?? '';
  switch (code) {
    case 'broken':
      return l10n.t(
        '{0} The file wasn’t changed. Fix it first.',
        brokenSentence(path, detail.reason ?? 'syntax', detail.where ?? ''),
      );
    case 'changed-since':
      return l10n.t('{0} was changed by another program in the meantime, so it wasn’t changed here.', path);
    case 'read-only':
      return l10n.t('{0} is read-only. It wasn’t changed.', path);
    case 'not-writable':
      return l10n.t('Couldn’t write {0} ({1}). Nothing was changed.', path, detail.errno ?? '');
    case 'not-as-written':
      return l10n.t('{0} doesn’t contain what was written: another program has overwritten it.', path);
    case 'regions-differ':
      return l10n.t(
        'The profiles are in different Regions, but this agent supports one. Choose profiles of one Region.',
      );
    case 'aws-profiles-differ':
      return l10n.t('The profiles need different AWS profiles, but this agent supports one.');
    case 'needs-aws-profile':
      return l10n.t(
        'This agent signs in with a named AWS profile, but your connection uses none: its credentials come from the environment or from this machine’s role. Save them as a profile in your AWS config files and choose it, or enter them in the agent.',
      );
    case 'cannot-edit':
      return l10n.t('These values can’t be changed in {0} without changing others. Edit the file by hand.', path);
    case 'no-such-scope':
      return l10n.t('There is no such settings file. Open the folder first.');
    case 'leaves-folder':
      return l10n.t('{0} is a link to a file outside the folder, which isn’t written. Edit that file instead.', path);
    case 'not-trusted':
      return l10n.t('You haven’t trusted this folder, so its settings files aren’t changed.');
    case 'backup-lost':
      return l10n.t('The previous content of {0} is no longer available, so the change can’t be undone.', path);
    case 'secret-gone':
      return l10n.t(
        'The previous settings went through the gateway with a secret that isn’t kept, so they can’t be restored. Use the gateway in this agent again.',
      );
    case 'secret-in-git':
      return l10n.t(
        'Git contains {0} or would add it, so no secret is written to it. Choose other settings, or add the file to .gitignore.',
        path,
      );
    case 'no-gateway-setting':
      return l10n.t(
        'No settings file of this agent sets where it sends its requests. Set AWS_ENDPOINT_URL_BEDROCK_RUNTIME in the environment that it starts in.',
      );
    case 'half-done':
      return l10n.t('Not all files could be restored. These are still changed: {0}', (detail.paths ?? []).join(', '));
  }
}
