import * as vscode from 'vscode';
import { parseArn } from '../../core/ids';
import type { Profile } from '../../core/profiles/profile';
import { commandLine, shellAt } from '../../core/shell';
import type { Snapshot } from '../../store/snapshot';

/**
 * The CLI command that shows this profile, and the shell it is for: the user's, where that can take it. Undefined where
 * no shell can.
 */
export function cliCommand(
  profile: Profile,
  { choice }: Snapshot,
  shell = shellAt(vscode.env.shell),
): ReturnType<typeof commandLine> {
  const words = [
    'aws',
    'bedrock',
    'get-inference-profile',
    '--inference-profile-identifier',
    profile.arn,
    '--region',
    parseArn(profile.arn)?.region ?? '',
  ];
  if (choice !== undefined && choice.awsProfile !== '') words.push('--profile', choice.awsProfile);
  if (choice !== undefined && choice.endpoint !== '') words.push('--endpoint-url', choice.endpoint);
  return commandLine(words, shell);
}
