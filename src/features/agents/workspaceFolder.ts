/** Which open folder is meant where agents’ files of a folder are read, written and shown. */

/** As far as it matters of VS Code's `WorkspaceFolder`. */
interface OpenFolder {
  readonly name: string;
  readonly uri: { readonly scheme: string; readonly fsPath: string };
}

export interface AgentsFolder {
  /** On this machine's disk. */
  readonly path: string;
  readonly name: string;
  /** How many folders are open; with more than one, the chosen one is shown. */
  readonly open: number;
}

/**
 * The first open folder that lies on this machine's disk: agents read no other. None where there is no such folder.
 */
export function agentsFolder(folders: readonly OpenFolder[] | undefined): AgentsFolder | undefined {
  const folder = folders?.find(({ uri }) => uri.scheme === 'file');
  return folder && { path: folder.uri.fsPath, name: folder.name, open: folders?.length ?? 1 };
}
