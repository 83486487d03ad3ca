/** How commands are called that are loaded on first need. */

export const AGENTS_USAGE = 'bedrock-tally agents [--project FOLDER] [--sample] [--json]';

export const USE_USAGE = [
  'bedrock-tally use AGENT [--gateway | --arn] [--model ID]... [--small ID] [--project FOLDER] [--profile NAME]',
  '           [--region REGION] [--endpoint URL] [--dry-run] [--yes] [--sample] [--json]',
  'bedrock-tally use AGENT --undo [--dry-run] [--yes] [--json]',
].join('\n       ');

export const VERIFY_USAGE = 'bedrock-tally verify [AGENT] [--project FOLDER] [--yes] [--sample] [--json]';
