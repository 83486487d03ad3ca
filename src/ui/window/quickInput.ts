import * as vscode from 'vscode';
import { inert, withIcons, type Icon } from '../inert';
import { inertOptional, inertProperties, inertText } from './properties';

/** A row of a list. Its texts have no icons but those that are named beside them. */
export interface QuickItem extends vscode.QuickPickItem {
  readonly icon?: Icon;
  readonly detailIcon?: Icon;
}

const withIcon = (icon: Icon | undefined, text: string): string =>
  icon === undefined ? inert(text) : withIcons({ icon }, text);

/** A button that needs no change stays the same object: VS Code knows its own *Back* by that. */
const inertButton = (button: vscode.QuickInputButton): vscode.QuickInputButton => {
  const tooltip = inertText(button.tooltip);
  return tooltip === button.tooltip ? button : { ...button, ...inertOptional({ tooltip }) };
};

/** The row as VS Code gets it. */
const inertItem = <Item extends QuickItem>(item: Item): Item => ({
  ...item,
  label: withIcon(item.icon, item.label),
  ...inertOptional({ description: item.description }),
  ...(item.detail === undefined ? {} : { detail: withIcon(item.detailIcon, item.detail) }),
  ...(item.buttons === undefined ? {} : { buttons: item.buttons.map(inertButton) }),
});

type ValidationResult = string | vscode.InputBoxValidationMessage | undefined | null;

function inertValidation(result: ValidationResult): string | vscode.InputBoxValidationMessage | undefined {
  if (typeof result === 'string') return inert(result);
  return result ? { ...result, message: inert(result.message) } : undefined;
}

/** Asks for one of several rows. */
export async function showQuickPick<Item extends QuickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<Item | undefined> {
  const shown = items.map(inertItem);
  const picked = await vscode.window.showQuickPick(shown, inertOptions(options));
  return picked === undefined ? undefined : items[shown.indexOf(picked)];
}

/** Asks for any number of rows. */
export async function showQuickPickMany<Item extends QuickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<readonly Item[] | undefined> {
  const shown = items.map(inertItem);
  const picked = await vscode.window.showQuickPick(shown, { ...inertOptions(options), canPickMany: true });
  return picked && items.filter((_, index) => picked.some((one) => one === shown[index]));
}

const inertOptions = <Options extends { title?: string; placeHolder?: string; prompt?: string }>(
  options: Options,
): Options => ({
  ...options,
  ...inertOptional({ title: options.title, placeHolder: options.placeHolder, prompt: options.prompt }),
});

/** Asks for a text. */
export const showInputBox = (options: vscode.InputBoxOptions): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    ...inertOptions(options),
    validateInput: async (text) => inertValidation(await options.validateInput?.(text)),
  });

/** A list that is built by and by. */
export function createQuickPick<Item extends QuickItem>(): vscode.QuickPick<Item> {
  const inertByItem = new WeakMap<Item, Item>();
  const itemByInert = new WeakMap<Item, Item>();
  const shown = (item: Item): Item => {
    const known = inertByItem.get(item) ?? inertItem(item);
    inertByItem.set(item, known);
    itemByInert.set(known, item);
    return known;
  };
  const allShown = (items: readonly Item[]): readonly Item[] => items.map(shown);
  const allGiven = (items: readonly Item[]): readonly Item[] => items.map((item) => itemByInert.get(item) ?? item);
  return inertProperties(
    vscode.window.createQuickPick<Item>(),
    {
      title: inertText,
      placeholder: inertText,
      items: allShown,
      activeItems: allShown,
      selectedItems: allShown,
      buttons: (buttons) => buttons.map(inertButton),
    },
    { items: allGiven, activeItems: allGiven, selectedItems: allGiven },
  );
}

/** An input box that is changed while it is shown. */
export const createInputBox = (): vscode.InputBox =>
  inertProperties(vscode.window.createInputBox(), {
    title: inertText,
    placeholder: inertText,
    prompt: inertText,
    validationMessage: inertValidation,
    buttons: (buttons) => buttons.map(inertButton),
  });
