/** The open folder whose agents’ files are read, written and shown. */

/** The part of VS Code's `WorkspaceFolder` that is used. */
interface OpenFolder {
  readonly name: string;
  readonly uri: { readonly scheme: string; readonly fsPath: string };
}

export interface AgentsFolder {
  /** On this machine's disk. */
  readonly path: string;
  readonly name: string;
  /** The number of open folders; with more than one, the chosen one is shown. */
  readonly open: number;
}

/** The first open folder on this machine's disk: agents read no others. Undefined where there is none. */
export function agentsFolder(folders: readonly OpenFolder[] | undefined): AgentsFolder | undefined {
  const folder = folders?.find(({ uri }) => uri.scheme === 'file');
  return folder && { path: folder.uri.fsPath, name: folder.name, open: folders?.length ?? 1 };
}
