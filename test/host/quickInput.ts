import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { Read } from './parts';

/** One row of a quick pick, as it is shown. */
export interface QuickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The heading above it, if it is the first of a section. */
  readonly separator: string;
  /** Highlighted: what Enter takes. */
  readonly active: boolean;
}

const textOf = async (locator: Locator): Promise<string> =>
  (await locator.count()) === 0 ? '' : ((await locator.first().textContent()) ?? '').trim();

/** The quick pick or input box that is open, read and used as a person does. */
export class QuickInput {
  readonly root: Locator;
  readonly input: Locator;
  private readonly rows: Locator;
  private readonly focused: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('.quick-input-widget:visible');
    this.input = this.root.locator('.quick-input-filter input, .quick-input-box input').first();
    this.rows = this.root.locator('.quick-input-list .monaco-list-row');
    this.focused = this.root.locator(':focus');
  }

  /** Waits until one is open; with `title`, until it has this title (without the "(1/3)" of a step). */
  async waitFor(title?: string | RegExp): Promise<this> {
    const wanted =
      title === undefined
        ? this.root
        : this.root.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    await wanted.first().waitFor();
    return this;
  }

  /** Waits until the command palette is open: another one may still be going away. */
  async waitForCommands(): Promise<void> {
    await this.root.first().waitFor();
    const end = Date.now() + 30_000;
    while (!(await this.value()).startsWith('>')) {
      if (Date.now() > end) throw new Error(`The command palette did not open over "${await this.title()}".`);
      await sleep(50);
    }
  }

  /** Waits until none is open. */
  async waitForClosed(): Promise<void> {
    await this.root.waitFor({ state: 'detached' });
  }

  isOpen(): Promise<boolean> {
    return this.root.isVisible();
  }

  /** For example "Create My Profile (1/5)". */
  title(): Promise<string> {
    return textOf(this.root.locator('.quick-input-title'));
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  value(): Promise<string> {
    return this.input.inputValue();
  }

  /** The line under an input box: its prompt, or what is wrong with the value. */
  message(): Promise<string> {
    return textOf(this.root.locator('.quick-input-message'));
  }

  /** What is wrong, or worth knowing, about the value; empty if nothing is. */
  async validationMessage(): Promise<string> {
    const marked = this.root.locator('.monaco-inputbox').and(this.page.locator('.error, .warning, .info'));
    return (await marked.count()) === 0 ? '' : this.message();
  }

  /** The rows on screen, all read at one moment. A long list is drawn only in part. */
  async items(): Promise<QuickItem[]> {
    await this.rows.first().waitFor();
    return this.rows.evaluateAll((rows) =>
      (rows as unknown as Read[])
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => ({
          label: row.querySelector('.quick-input-list-row .label-name')?.textContent?.trim() ?? '',
          description: row.querySelector('.label-description')?.textContent?.trim() ?? '',
          detail: row.querySelector('.quick-input-list-label-meta')?.textContent?.trim() ?? '',
          separator:
            row.querySelector('.quick-input-list-separator')?.checkVisibility() === true
              ? (row.querySelector('.quick-input-list-separator')?.textContent?.trim() ?? '')
              : '',
          active: /\bfocused\b/.test(row.getAttribute('class') ?? ''),
        })),
    );
  }

  /** Replaces the value. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Types on the keyboard, after what is there, when a person would. */
  async typeKeys(text: string): Promise<void> {
    await this.untilFocused();
    await this.page.keyboard.type(text);
  }

  /** Clicks the row with this label. */
  async pick(label: string | RegExp): Promise<void> {
    const exact =
      typeof label === 'string' ? new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) : label;
    await this.rows
      .filter({ has: this.page.locator('.label-name', { hasText: exact }) })
      .first()
      .click();
  }

  /** Presses Enter when a person would: see `untilReady`. */
  async accept(): Promise<void> {
    await this.untilReady();
    await this.page.keyboard.press('Enter');
  }

  /** Presses Escape, as soon as it has the focus; what is going away by itself is left to go. */
  async cancel(): Promise<void> {
    const closed = this.page.locator('.quick-input-widget').filter({ visible: false });
    if (await this.isOpen()) await this.focused.or(closed).first().waitFor({ state: 'attached' });
    await this.page.keyboard.press('Escape');
  }

  /** Waits until keys go to it: VS Code may still be giving the focus back to where it was before. */
  private async untilFocused(): Promise<void> {
    await this.focused.waitFor({ state: 'attached' });
  }

  /** Waits until keys go to it and, in a list to choose one row from, until the row is highlighted that Enter takes. */
  private async untilReady(): Promise<void> {
    await this.untilFocused();
    if ((await this.value()) !== '') return;
    const list = this.root.locator('.quick-input-list');
    await this.rows
      .and(this.page.locator('.focused'))
      .or(list.filter({ visible: false }))
      .or(this.root.and(this.page.locator('.show-checkboxes')))
      .first()
      .waitFor({ state: 'attached' });
  }

  async back(): Promise<void> {
    await this.button('Back').click();
  }

  /** A button of the title bar or, with a row's label, of that row. */
  button(name: string | RegExp, row?: string): Locator {
    const scope = row === undefined ? this.root.locator('.quick-input-titlebar') : this.rows.filter({ hasText: row });
    return scope.getByRole('button', { name });
  }
}
