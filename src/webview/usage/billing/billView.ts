/** The view of the bill, its comparison with the estimate, and the tags that it is grouped by. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { billSection } from './billSection';
import type { View } from '../view/context';
import { costTagsSection } from './costTags';
import { remedyButton, message } from '../view/notices';
import { reconciliationSection } from './reconciliation';

/** Its parts are there as soon as something is connected. */
export function billView(view: View): TemplateResult {
  const { state, t } = view;
  const { bill, reconciliation, costTags, problem } = state;
  if (bill === undefined && reconciliation === undefined && costTags === undefined)
    return message('info', t.notConnectedTitle, t.notConnectedText, remedyButton(problem, 'primary', view));
  return html`
    ${bill ? billSection(bill, view) : nothing}
    ${reconciliation ? reconciliationSection(reconciliation, view) : nothing}
    ${costTags ? costTagsSection(costTags, view) : nothing}
  `;
}
