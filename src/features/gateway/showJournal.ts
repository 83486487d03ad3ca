/** *Show Gateway Calls*: the journal as a document. */

import * as vscode from 'vscode';
import { AGENT_IDS } from '../../agents/agentId';
import { agentOf } from '../../agents/registry';
import type { Profile } from '../../core/profiles/profile';
import { readJournal } from '../../gateway/journal';
import type { PreviewDocuments } from '../../ui/previewDocuments';
import { journalMarkdown } from './journalMarkdown';

const { l10n } = vscode;

/** An agent's name by its id; of a later version's agents only the id is known. */
function agentName(id: string): string {
  const known = AGENT_IDS.find((one) => one === id);
  return known === undefined ? id : agentOf(known).name;
}

/** Opens the calls that the journal has. @param profiles for their names. */
export async function showJournal(
  folder: string,
  profiles: readonly Profile[],
  previews: PreviewDocuments,
): Promise<void> {
  const calls = await readJournal(folder, 0, Number.MAX_SAFE_INTEGER);
  const text = journalMarkdown(calls, {
    locale: vscode.env.language,
    folder,
    agentName,
    profileName: (arn) => profiles.find((profile) => profile.arn === arn)?.name,
  });
  await previews.showMarkdown(l10n.t('Gateway Calls'), text, true);
}
