import type { Frame, Locator, Page } from 'playwright-core';

/** A notification or a modal dialog. */
export interface Message {
  readonly text: string;
  /** A dialog's second paragraph. */
  readonly detail: string;
  readonly buttons: readonly string[];
  press(button: string): Promise<void>;
}

/** One row of a tree, as it is shown. */
export interface TreeItem {
  readonly label: string;
  readonly description: string;
  /** 1 for the roots. */
  readonly level: number;
  /** Undefined where there is nothing to expand. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly accessibleName: string;
  readonly row: Locator;
}

const textOf = async (locator: Locator): Promise<string> =>
  (await locator.count()) === 0 ? '' : (await locator.first().innerText()).trim();

async function messageOf(box: Locator, text: string, detail: string): Promise<Message> {
  const buttons = box.locator('a.monaco-button, button.monaco-button').filter({ visible: true });
  return {
    text: await textOf(box.locator(text)),
    detail: detail === '' ? '' : await textOf(box.locator(detail)),
    buttons: (await buttons.allInnerTexts()).map((name) => name.trim()).filter((name) => name !== ''),
    press: (button) => box.getByRole('button', { name: button, exact: true }).click(),
  };
}

/** The notifications on screen, newest first. */
export async function notifications(page: Page): Promise<Message[]> {
  const toasts = await page.locator('.notifications-toasts .notification-toast').filter({ visible: true }).all();
  return Promise.all(toasts.map((toast) => messageOf(toast, '.notification-list-item-message', '')));
}

/** Waits for a notification that contains `text`. */
export async function notification(page: Page, text: string | RegExp): Promise<Message> {
  const toast = page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
  await toast.waitFor();
  return messageOf(toast, '.notification-list-item-message', '');
}

/** Waits for a modal dialog. */
export async function dialog(page: Page): Promise<Message> {
  const box = page.locator('.monaco-dialog-box').filter({ visible: true }).first();
  await box.waitFor();
  return messageOf(box, '.dialog-message-text', '.dialog-message-detail');
}

/** The tree of a view, by the view's title. */
export function treeOf(page: Page, view: string): Locator {
  return page.locator('.pane').filter({ visible: true }).locator(`.monaco-list[aria-label^="${view}"]`).first();
}

/** The rows of a view's tree that are on screen; a long tree is drawn only in part. */
export async function treeItems(page: Page, view: string): Promise<TreeItem[]> {
  const rows = await treeOf(page, view).locator('.monaco-list-row').all();
  return Promise.all(
    rows.map(async (row) => {
      const expanded = await row.getAttribute('aria-expanded');
      return {
        label: await textOf(row.locator('.label-name')),
        description: await textOf(row.locator('.label-description')),
        level: Number((await row.getAttribute('aria-level')) ?? '1'),
        expanded: expanded === null ? undefined : expanded === 'true',
        selected: (await row.getAttribute('aria-selected')) === 'true',
        accessibleName: (await row.getAttribute('aria-label')) ?? '',
        row,
      };
    }),
  );
}

/** The document that an extension wrote into the webview panel with this title, brought to the front and loaded. */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  const tab = page.locator('.tabs-container .tab', { hasText: title }).first();
  await tab.waitFor();
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  const outer = page.locator('iframe.webview').filter({ visible: true }).first();
  await outer.waitFor();
  await outer.contentFrame().locator('iframe#active-frame').waitFor();
  const handle = await outer.contentFrame().locator('iframe#active-frame').elementHandle();
  const frame = await handle.contentFrame();
  if (!frame) throw new Error(`The page "${title}" has no document.`);
  await frame.waitForLoadState('load');
  return frame;
}
