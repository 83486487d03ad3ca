/** An extension that writes down what our code reads of each setting, whenever that can have changed. */

import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { SETTINGS, type Settings } from '../../../src/manifest';
import { setting } from '../../../src/ui/settings/settings';

export function activate(context: vscode.ExtensionContext): void {
  const write = (): void => {
    const values = (Object.keys(SETTINGS) as (keyof Settings)[]).map((key) => [key, setting(key)]);
    const { isTrusted } = vscode.workspace;
    writeFileSync(
      process.env.BEDROCK_TALLY_PROBE ?? '',
      JSON.stringify({ isTrusted, settings: Object.fromEntries(values) as unknown }),
    );
  };
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(write),
    vscode.workspace.onDidGrantWorkspaceTrust(write),
  );
  write();
}
