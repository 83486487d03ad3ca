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
  const message = await messageOf(box, '.dialog-message-text', '.dialog-message-detail');
  const element = await box.elementHandle();
  return {
    ...message,
    // Until it has gone, so that it is not taken for the next one.
    press: async (button) => {
      await message.press(button);
      await element.waitForElementState('hidden');
    },
  };
}

/** The tree of a view, by the view's title. */
export function treeOf(page: Page, view: string): Locator {
  return page.locator('.pane').filter({ visible: true }).locator(`.monaco-list[aria-label^="${view}"]`).first();
}

/** What is read of an element of the page; the page's own types are not known here. */
export interface Read {
  readonly textContent: string | null;
  readonly querySelector: (selector: string) => Read | null;
  readonly getAttribute: (name: string) => string | null;
  readonly checkVisibility: () => boolean;
}

/** The rows of a view's tree that are on screen, all read at one moment; a long tree is drawn only in part. */
export async function treeItems(page: Page, view: string): Promise<TreeItem[]> {
  const tree = treeOf(page, view);
  // Rows that were scrolled or changed stand in another order in the document than on screen.
  const items = await tree.locator('.monaco-list-row').evaluateAll((rows) =>
    (rows as unknown as Read[])
      .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((row) => ({
        id: row.getAttribute('id') ?? '',
        label: row.querySelector('.label-name')?.textContent?.trim() ?? '',
        description: row.querySelector('.label-description')?.textContent?.trim() ?? '',
        level: Number(row.getAttribute('aria-level') ?? '1'),
        open: row.getAttribute('aria-expanded'),
        selected: row.getAttribute('aria-selected') === 'true',
        accessibleName: row.getAttribute('aria-label') ?? '',
      })),
  );
  return items.map(({ id, open, ...item }) => ({
    ...item,
    expanded: open === null ? undefined : open === 'true',
    row: tree.locator(`[id="${id}"]`),
  }));
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
