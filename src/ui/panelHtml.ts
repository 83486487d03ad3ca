/**
 * The frame around a page of ours: nothing inline, scripts only with this load's nonce, styles only from the extension.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The names of a page's files in dist/. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The document of a page. Its content security policy admits the page's own script and styles only. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri, files: PageFiles, title: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const uri = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${uri(files.style)}">
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${uri(files.script)}"></script>
</body>
</html>`;
}

/** Options that every panel of ours has. */
export const panelOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
});

/** The icon of a panel's tab, for light and for dark themes. */
export const tabIcon = (extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } => ({
  light: vscode.Uri.joinPath(extensionUri, 'media', 'tab-light.svg'),
  dark: vscode.Uri.joinPath(extensionUri, 'media', 'tab-dark.svg'),
});
