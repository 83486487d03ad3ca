import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Settings under which nothing but what a test does happens: no updates, no tips, no telemetry, no assistants. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.editor.useModal': 'off',
  'editor.autoClosingBrackets': 'never', // what a test types is what is there
  'editor.autoClosingQuotes': 'never',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
};

/** Two of the places that VS Code reads settings from. */
export interface Settings {
  readonly user: Readonly<Record<string, unknown>>;
  /**
   * Of the machine that the extension host runs on: a setting of scope "machine" is taken from here and not from the
   * user's.
   */
  readonly machine: Readonly<Record<string, unknown>>;
}

/** Writes the settings files of a server whose directories lie in `root`. VS Code reads them when a window opens. */
export async function writeSettings(root: string, { user, machine }: Settings): Promise<void> {
  const files = { User: { ...quietSettings, ...user }, Machine: machine };
  for (const [folder, settings] of Object.entries(files)) {
    await mkdir(join(root, 'data/data', folder), { recursive: true });
    await writeFile(join(root, 'data/data', folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
  }
}
