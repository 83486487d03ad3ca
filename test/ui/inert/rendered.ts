/** What VS Code has made of a text: read from the page, element by element. */

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { shownOf } from './hostile';

/** What markup, a link or an icon in a text is made of. Some of VS Code's own labels and buttons are `a` elements. */
const MARKUP =
  'a:not(.monaco-button, .statusbar-item-label, .single-terminal-tab, .label-name), strong, b, em, code, pre, del, img, h1, h2, ol, ul, li, table, hr, blockquote, .codicon';

/** An element of the page, whose own types are not known here. */
interface Element {
  readonly outerHTML: string;
  readonly closest: (selector: string) => Element | null;
}

/**
 * Fails if a part of the page holds anything but text, apart from what lies in elements that `own` selects, or if it
 * does not show `text`.
 */
export async function expectInert(part: Locator, text: string, own: string): Promise<void> {
  await part.filter({ hasText: /\S/ }).first().waitFor();
  const found = await part
    .locator(MARKUP)
    .evaluateAll(
      (elements, selector) =>
        (elements as unknown as Element[])
          .filter((element) => element.closest(selector) === null)
          .map(({ outerHTML }) => outerHTML.slice(0, 300)),
      own,
    );
  assert.deepEqual(found, []);
  const all = shownOf((await part.allTextContents()).join('\n'));
  assert.ok(all.includes(text), `${text} in ${all}`);
}
