/** What every coding agent's file answers. Detecting and reading are here; writing an agent's files comes with its own plan and undo. */

/** What an agent is set to invoke: model ids or ARNs as they stand in its own files. */
export interface Binding {
  readonly agent: string;
  readonly models: readonly string[];
}

/** Where to look. Handed in, so that nothing here reads the real home by itself. */
export interface AgentPlaces {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
