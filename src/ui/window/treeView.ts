import * as vscode from 'vscode';
import { inert } from '../inert';
import { inertProperties, inertText } from './properties';

function inertItem(item: vscode.TreeItem): vscode.TreeItem {
  const { label, description, tooltip, accessibilityInformation: spoken } = item;
  if (label !== undefined)
    item.label = typeof label === 'string' ? inert(label) : { ...label, label: inert(label.label) };
  if (typeof description === 'string') item.description = inert(description);
  if (typeof tooltip === 'string') item.tooltip = inert(tooltip);
  if (spoken !== undefined) item.accessibilityInformation = { ...spoken, label: inert(spoken.label) };
  return item;
}

/** A view of rows whose texts are inert, those of the view itself as well. */
export function createTreeView<Row>(id: string, options: vscode.TreeViewOptions<Row>): vscode.TreeView<Row> {
  const rows = options.treeDataProvider;
  const treeDataProvider: vscode.TreeDataProvider<Row> = {
    getChildren: (row) => rows.getChildren(row),
    getTreeItem: (row) => {
      const item = rows.getTreeItem(row);
      return item instanceof vscode.TreeItem ? inertItem(item) : item.then(inertItem);
    },
    ...(rows.onDidChangeTreeData === undefined ? {} : { onDidChangeTreeData: rows.onDidChangeTreeData }),
    ...(rows.getParent === undefined ? {} : { getParent: rows.getParent.bind(rows) }),
    ...(rows.resolveTreeItem === undefined
      ? {}
      : {
          resolveTreeItem: async (item, row, token) => {
            const resolved = await rows.resolveTreeItem?.(item, row, token);
            return inertItem(resolved ?? item);
          },
        }),
  };
  return inertProperties(vscode.window.createTreeView(id, { ...options, treeDataProvider }), {
    title: inertText,
    description: inertText,
    message: inertText,
  });
}
