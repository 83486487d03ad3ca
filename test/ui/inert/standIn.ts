/**
 * An extension that shows what the test asks for, by our own modules: every call of `window` in src, its arguments
 * evaluated with a hostile text in place of every value, and the things with properties, each property hostile. Bundled
 * by the test and run in the extension host of the workbench.
 */

import { isRecord } from '../../../src/core/collections';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withIcons } from '../../../src/ui/inert';
import { Tooltip } from '../../../src/ui/tooltip';
import { window } from '../../../src/ui/window';
import { evaluate } from './evaluate';
import { HOSTILE } from './hostile';
import type { Answer, Place, Site } from './sites';

/** Ends what the last request has begun. */
let end: () => unknown = () => undefined;

/** The options of a call; where they are nothing but a hostile value, some of the type that VS Code takes. */
const optionsOf = <Options extends object>(value: unknown, other: Options): Options =>
  isRecord(value) ? (value as Options) : other;
const HOSTILE_ITEM = {
  label: HOSTILE,
  description: HOSTILE,
  detail: HOSTILE,
  buttons: [{ iconPath: new vscode.ThemeIcon('trash'), tooltip: HOSTILE }],
};
const itemsOf = (items: unknown): readonly vscode.QuickPickItem[] =>
  Array.isArray(items) && items.every(isRecord) ? (items as unknown as vscode.QuickPickItem[]) : [HOSTILE_ITEM];

type Notify = (message: string, ...rest: string[]) => unknown;
const notify =
  (show: Notify) =>
  ([message, ...rest]: readonly unknown[]): Place => {
    show(String(message), ...(rest as string[]));
    return isRecord(rest[0]) && rest[0].modal === true ? 'dialog' : 'center';
  };

function progress(options: vscode.ProgressOptions): Place {
  const { location } = options;
  void window.withProgress(options, (step) => {
    step.report({ message: HOSTILE });
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  if (location === vscode.ProgressLocation.Notification) return 'center';
  return location === vscode.ProgressLocation.Window ? 'statusbar' : 'nowhere';
}

function thing(shown: { readonly dispose: () => unknown; readonly show?: () => void }, place: Place): Place {
  shown.show?.();
  end = () => shown.dispose();
  return place;
}

/** A call of each kind, and where it is shown. */
const SHOW: Readonly<Record<Site['kind'], (args: readonly unknown[]) => Place>> = {
  showInformationMessage: notify(window.showInformationMessage),
  showWarningMessage: notify(window.showWarningMessage),
  showErrorMessage: notify(window.showErrorMessage),
  showQuickPick: ([items, options]) => {
    void window.showQuickPick(itemsOf(items), optionsOf(options, { title: HOSTILE }));
    return 'quickInput';
  },
  showQuickPickMany: ([items, options]) => {
    void window.showQuickPickMany(itemsOf(items), optionsOf(options, { title: HOSTILE }));
    return 'quickInput';
  },
  showInputBox: ([options]) => {
    void window.showInputBox({ ...optionsOf(options, {}), value: 'x', validateInput: () => HOSTILE });
    return 'quickInput';
  },
  withProgress: ([options]) =>
    progress(optionsOf(options, { location: vscode.ProgressLocation.Notification, title: HOSTILE })),
  setStatusBarMessage: ([text]) => thing(window.setStatusBarMessage(String(text), 60_000), 'statusbar'),
  createTerminal: ([options]) =>
    thing(window.createTerminal({ ...optionsOf(options, { name: HOSTILE }), cwd: homedir() }), 'terminal'),
  createWebviewPanel: ([, title]) =>
    thing(window.createWebviewPanel('hostile', String(title), vscode.ViewColumn.Active, {}), 'tab'),
  showOpenDialog: ([options]) => {
    void window.showOpenDialog({ ...optionsOf(options, {}), defaultUri: vscode.Uri.file(homedir()) });
    return 'quickInput';
  },
  showSaveDialog: ([options]) => {
    const defaultUri = vscode.Uri.file(join(homedir(), 'x'));
    void window.showSaveDialog({ ...optionsOf(options, {}), defaultUri, filters: {} });
    return 'quickInput';
  },
};

/** What has properties that are set one by one, and texts that are constant so far. */
const THINGS: Readonly<Record<string, () => Place>> = {
  list: () => {
    const box = window.createQuickPick();
    Object.assign(box, { title: HOSTILE, placeholder: HOSTILE, items: [{ ...HOSTILE_ITEM, icon: 'beaker' }] });
    box.buttons = [vscode.QuickInputButtons.Back, { iconPath: new vscode.ThemeIcon('trash'), tooltip: HOSTILE }];
    return thing(box, 'quickInput');
  },
  prompt: () => {
    const box = window.createInputBox();
    Object.assign(box, { title: HOSTILE, placeholder: HOSTILE, prompt: HOSTILE });
    return thing(box, 'quickInput');
  },
  verdict: () => {
    const box = window.createInputBox();
    box.validationMessage = { message: HOSTILE, severity: vscode.InputBoxValidationSeverity.Warning };
    return thing(box, 'quickInput');
  },
  terminal: () => SHOW.createTerminal([{ name: HOSTILE }]),
  panel: () => SHOW.createWebviewPanel(['', HOSTILE]),
  progress: () => progress({ location: vscode.ProgressLocation.Window, title: HOSTILE }),
};

/** All that a tooltip can be made of. The link at its end and the icon at its beginning are ours. */
const tooltip = (): vscode.MarkdownString =>
  new Tooltip()
    .icon('beaker')
    .strong(HOSTILE)
    .paragraph()
    .text(HOSTILE)
    .line()
    .field(HOSTILE, HOSTILE)
    .paragraph()
    .table([
      [HOSTILE, HOSTILE],
      [HOSTILE, HOSTILE],
      [HOSTILE, HOSTILE],
    ])
    .command(HOSTILE, 'bedrockTally.refresh', HOSTILE).markdown;

function showAlways(): void {
  const item = window.createStatusBarItem('hostile.item', vscode.StatusBarAlignment.Right, 1000);
  item.text = withIcons({ icon: 'beaker' }, 'Hostile', HOSTILE);
  item.tooltip = tooltip();
  item.show();
  const view = window.createTreeView<string>('hostile.rows', {
    treeDataProvider: {
      getChildren: (row) => (row === undefined ? ['markdown', 'text'] : []),
      getTreeItem: (row) => {
        const one = new vscode.TreeItem(`${row} ${HOSTILE}`);
        one.description = HOSTILE;
        one.accessibilityInformation = { label: HOSTILE };
        if (row === 'text') one.tooltip = HOSTILE;
        return one;
      },
      resolveTreeItem: (one, row) => {
        if (row === 'markdown') one.tooltip = tooltip();
        return one;
      },
    },
  });
  view.message = HOSTILE;
  view.description = HOSTILE;
}

export function activate(): void {
  showAlways();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request.url ?? '', Buffer.concat(chunks).toString()).then(
        (said) => response.end(JSON.stringify(said)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    // Whole at once: the test reads it as soon as it is there.
    writeFileSync(join(homedir(), 'hostile-port.new'), JSON.stringify(server.address()));
    renameSync(join(homedir(), 'hostile-port.new'), join(homedir(), 'hostile-port'));
  });
}

/** Whether what is shown of a call holds a hostile text. */
function isHostile(kind: Site['kind'], values: readonly unknown[]): boolean {
  if (kind === 'withProgress' || kind === 'showInputBox') return true;
  const { title, openLabel, name } = optionsOf<{ title?: unknown; openLabel?: unknown; name?: unknown }>(values[0], {});
  const shown = /Dialog$|Terminal$/.test(kind)
    ? [title, openLabel, name]
    : kind === 'createWebviewPanel'
      ? [values[1]]
      : values;
  return JSON.stringify(shown).includes(JSON.stringify(HOSTILE).slice(1, -1));
}

async function answer(url: string, body: string): Promise<Answer> {
  if (url === '/thing') return { place: THINGS[body]?.() ?? 'nowhere', hostile: true };
  if (url === '/site') {
    const { kind, args } = JSON.parse(body) as Site;
    const values = await evaluate(args);
    const place = SHOW[kind](values);
    if (place === 'center') await vscode.commands.executeCommand('notifications.showList');
    return { place, hostile: isHostile(kind, values) };
  }
  end();
  end = () => undefined;
  for (const command of ['notifications.clearAll', 'workbench.action.closeQuickOpen'])
    await vscode.commands.executeCommand(command);
  return { place: 'nowhere', hostile: false };
}
