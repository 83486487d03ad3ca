/** How commands are called that are loaded on first need. */

export const AGENTS_USAGE = 'bedrock-tally agents [--project FOLDER] [--sample] [--json]';
