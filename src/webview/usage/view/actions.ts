/** Buttons for the host's actions. The page knows them by name only. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PageState } from '../../../protocol/usagePage/state';
import type { View } from './context';
import { idPart, button } from './controls';

/** A row of buttons; `name` distinguishes the same action in two places. */
export const actionButtons = (
  name: string,
  actions: PageState['budgetActions'],
  { act }: View,
  look = 'secondary',
): TemplateResult | typeof nothing =>
  actions.length === 0
    ? nothing
    : html`<div class="actions">
        ${actions.map(({ id, label }) =>
          button({ id: `${name}-${idPart(id)}`, look, label }, () => {
            act.runCommand(id);
          }),
        )}
      </div>`;
