/**
 * VS Code's `window`, as far as we use it, with every text that it renders made inert: the one way to notifications,
 * dialogs, quick input, progress, views, status bar, terminals and panels. Lint forbids `vscode.window` elsewhere, so
 * what is not here yet is added here, and made inert here.
 */

import * as vscode from 'vscode';
import { notifier } from './window/notify';
import { createInputBox, createQuickPick, showInputBox, showQuickPick, showQuickPickMany } from './window/quickInput';
import { inertOptional, inertProperties, inertText } from './window/properties';
import { createTreeView } from './window/treeView';
import { inert, type IconText } from './inert';

const { window: host } = vscode;

/** An item of the status bar, whose text may have icons. */
export type StatusBarItem = Omit<vscode.StatusBarItem, 'text'> & { text: IconText };

const inertPanel = (panel: vscode.WebviewPanel): vscode.WebviewPanel => inertProperties(panel, { title: inert });

type Work<Value> = Parameters<typeof host.withProgress<Value>>[1];

function withProgress<Value>({ title, ...options }: vscode.ProgressOptions, work: Work<Value>): Thenable<Value> {
  return host.withProgress({ ...options, ...inertOptional({ title }) }, (progress, token) =>
    work(
      {
        report: ({ message, ...rest }) => {
          progress.report({ ...rest, ...inertOptional({ message }) });
        },
      },
      token,
    ),
  );
}

/** VS Code's `window`, with inert texts. */
export const window = {
  showInformationMessage: notifier(host.showInformationMessage),
  showWarningMessage: notifier(host.showWarningMessage),
  showErrorMessage: notifier(host.showErrorMessage),
  showQuickPick,
  showQuickPickMany,
  showInputBox,
  createQuickPick,
  createInputBox,
  createTreeView,
  withProgress,
  setStatusBarMessage: (text: string, ms: number): vscode.Disposable => host.setStatusBarMessage(inert(text), ms),
  createStatusBarItem: (id: string, alignment: vscode.StatusBarAlignment, priority: number): StatusBarItem =>
    inertProperties(host.createStatusBarItem(id, alignment, priority), {
      name: inertText,
      tooltip: (tooltip) => (typeof tooltip === 'string' ? inert(tooltip) : tooltip),
    }) as StatusBarItem,
  createTerminal: ({ name, cwd }: { readonly name: string; readonly cwd: string }): vscode.Terminal =>
    host.createTerminal({ name: inert(name), cwd }),
  createOutputChannel: (name: string): vscode.LogOutputChannel => host.createOutputChannel(inert(name), { log: true }),
  createWebviewPanel: (
    type: string,
    title: string,
    column: vscode.ViewColumn,
    options: vscode.WebviewPanelOptions & vscode.WebviewOptions,
  ): vscode.WebviewPanel => inertPanel(host.createWebviewPanel(type, inert(title), column, options)),
  registerWebviewPanelSerializer: (type: string, serializer: vscode.WebviewPanelSerializer): vscode.Disposable =>
    host.registerWebviewPanelSerializer(type, {
      deserializeWebviewPanel: (panel, state) => serializer.deserializeWebviewPanel(inertPanel(panel), state),
    }),
  showOpenDialog: (options: vscode.OpenDialogOptions): Thenable<vscode.Uri[] | undefined> =>
    host.showOpenDialog({ ...options, ...inertOptional({ title: options.title, openLabel: options.openLabel }) }),
  showSaveDialog: (options: vscode.SaveDialogOptions): Thenable<vscode.Uri | undefined> =>
    host.showSaveDialog({ ...options, ...inertOptional({ title: options.title, saveLabel: options.saveLabel }) }),
  // These render no text of ours.
  showTextDocument: host.showTextDocument,
  onDidChangeWindowState: host.onDidChangeWindowState,
  onDidChangeTerminalShellIntegration: host.onDidChangeTerminalShellIntegration,
  get state(): vscode.WindowState {
    return host.state;
  },
  get tabGroups(): vscode.TabGroups {
    return host.tabGroups;
  },
  get activeTextEditor(): vscode.TextEditor | undefined {
    return host.activeTextEditor;
  },
};
