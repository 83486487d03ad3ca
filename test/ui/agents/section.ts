/** The agents section of a real workbench, read and used as a person does. */

import type { Locator } from 'playwright-core';
import type { Workbench } from '../../host/workbench';

export class Section {
  constructor(private readonly workbench: Workbench) {}

  /** What it says, by agent. */
  async states(): Promise<Readonly<Record<string, string>>> {
    const rows = await this.workbench.treeItems('Agents');
    return Object.fromEntries(rows.map(({ label, description }) => [label, description]));
  }

  async stateOf(agent: string): Promise<string | undefined> {
    return (await this.states())[agent];
  }

  rowOf(agent: string): Promise<Locator> {
    return this.workbench.treeItem('Agents', agent);
  }

  /** Presses the one button of an agent's row. */
  async pressButton(agent: string): Promise<void> {
    const row = await this.rowOf(agent);
    await row.hover();
    await row.getByRole('button', { name: 'Use My Profile…' }).click();
  }

  /**
   * Presses that button, and waits for the first question. VS Code runs the command of a row that was replaced
   * meanwhile without its row: the agent is then asked for.
   */
  async fix(agent: string): Promise<void> {
    const { quickInput } = this.workbench;
    await this.pressButton(agent);
    await quickInput.waitFor(/Choose a Profile|Use in /);
    if ((await quickInput.title()).startsWith('Use in an Agent')) await quickInput.pick(agent);
  }

  /** The same, and waits for the list of profiles. */
  async chooseProfileFor(agent: string): Promise<void> {
    await this.fix(agent);
    await this.workbench.quickInput.waitFor('Choose a Profile');
  }

  /** By the keyboard: a menu that has just opened takes no click yet. */
  async chooseInMenu(item: string): Promise<void> {
    const { page } = this.workbench;
    const menu = page.locator('.context-view .monaco-menu');
    await menu.getByText(item).waitFor();
    const focused = async (): Promise<string> =>
      (await menu.locator('.action-item.focused').allInnerTexts()).join('').trim();
    for (let step = 0; step < 30 && (await focused()) !== item; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }

  clear(): Promise<void> {
    return this.workbench.runCommand('Notifications: Clear All Notifications');
  }
}
