/** Every call of our `window` in src, with its arguments as code that can be evaluated elsewhere. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { repository } from '../../host/paths';

/**
 * What VS Code renders of its arguments. Those left out take no text, or hand back an object whose properties are tried
 * by themselves.
 */
export const KINDS = [
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'showQuickPick',
  'showQuickPickMany',
  'showInputBox',
  'withProgress',
  'setStatusBarMessage',
  'createTerminal',
  'createWebviewPanel',
  'showOpenDialog',
  'showSaveDialog',
] as const;
export type Kind = (typeof KINDS)[number];

/** One call, with one choice of every condition in its arguments. */
export interface Site {
  readonly place: string;
  readonly kind: Kind;
  /** JavaScript: an array of the arguments. */
  readonly args: string;
}

/** Where something is shown. */
export type Place = 'center' | 'dialog' | 'quickInput' | 'statusbar' | 'terminal' | 'tab' | 'nowhere';

/** What the stand-in answers: where it shows what it was asked for, and whether that holds a hostile text. */
export interface Answer {
  readonly place: Place;
  readonly hostile: boolean;
}

/** The members of our `window` that are called somewhere in src. */
export function membersCalled(): ReadonlySet<string> {
  return new Set(calls().map(({ member }) => member));
}

/** All calls, those with conditions twice: once with each outcome. */
export function findSites(): readonly Site[] {
  return calls().flatMap(({ place, member, call }) => {
    const kind = KINDS.find((one) => one === member);
    if (kind === undefined) return [];
    const variants = new Set([true, false].map((outcome) => codeOf(call.arguments, outcome)));
    return [...variants].map((args) => ({ place, kind, args }));
  });
}

interface Call {
  readonly place: string;
  readonly member: string;
  readonly call: ts.CallExpression;
}

function calls(): readonly Call[] {
  const folder = join(repository, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('webview') && !/^ui.window/.test(name))
    .flatMap((name) => callsIn(join(folder, name)));
}

function callsIn(file: string): readonly Call[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.expression.getText() === 'window'
    ) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const place = `${relative(repository, file)}:${String(line + 1)}`;
      found.push({ place, member: node.expression.name.text, call: node });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The arguments as JavaScript, with the outcome in place of every condition. */
function codeOf(args: ts.NodeArray<ts.Expression>, outcome: boolean): string {
  const choose: ts.TransformerFactory<ts.Node> = (context) => (root) => {
    const visit = (node: ts.Node): ts.Node =>
      ts.isConditionalExpression(node)
        ? ts.visitNode(outcome ? node.whenTrue : node.whenFalse, visit)
        : ts.visitEachChild(node, visit, context);
    return ts.visitNode(root, visit);
  };
  const printer = ts.createPrinter({ removeComments: true });
  const texts = args.map((arg) => {
    const { transformed } = ts.transform<ts.Node>(arg, [choose]);
    const [node = arg] = transformed;
    return printer.printNode(ts.EmitHint.Unspecified, node, arg.getSourceFile());
  });
  const options = { target: ts.ScriptTarget.ES2022, alwaysStrict: false };
  return ts
    .transpile(`(async () => [${texts.join(', ')}])`, options)
    .replace(/^"use strict";/, '')
    .replaceAll(/\bthis\.#?/g, 'self.')
    .trim()
    .replace(/;$/, '');
}
