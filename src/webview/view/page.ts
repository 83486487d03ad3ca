/** The whole page in each of its views and states. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { isQuiet } from '../sums';
import { billSection } from './bill';
import { budgetsView } from './budgets';
import { chartSection } from './chart';
import type { View } from './context';
import { costTagsSection } from './costTags';
import { header, usageHead } from './header';
import { textures } from './kinds';
import { help, message, notices, sampleBanner } from './notices';
import { patterns } from './pattern';
import { reconciliationSection } from './reconciliation';
import { tableSection } from './table';
import { totals } from './totals';
import { whatIf } from './whatIf';

/** A thousand rows need not be looked at again because the pointer moved. */
const table = (view: View): unknown => {
  const { shown, remembered, opened, copied, state } = view;
  const { sorts, filter, idle, selected } = remembered;
  return guard([shown?.table, shown?.rows, sorts, filter, idle, selected, opened, copied, state], () =>
    tableSection(view),
  );
};

function usageBody(view: View): unknown {
  const { state, computed, t } = view;
  const { problem } = state;
  switch (state.phase) {
    case 'failed':
      return message('error', t.failedTitle, problem?.sentence ?? '', help(problem, 'primary', view));
    case 'no-profile':
      return message('info', t.noProfileTitle, problem?.sentence ?? t.noProfileText, help(problem, 'primary', view));
    case 'ready':
    case 'loading':
      if (!computed && problem)
        return message('error', t.failedTitle, problem.sentence, help(problem, 'primary', view));
      return html`
        ${computed ? nothing : html`<p class="unseen" role="status">${t.loading}</p>`} ${totals(view)}
        ${chartSection(view)}
        ${
          computed && !isQuiet(computed.total.usage)
            ? html`${patterns(computed, view)} ${table(view)} ${whatIf(computed, view)}`
            : computed && computed.active.length > 0
              ? table(view)
              : nothing
        }
      `;
  }
}

const usageView = (view: View): TemplateResult => html`${usageHead(view)} ${notices(view)} ${usageBody(view)}`;

function billView(view: View): TemplateResult {
  const { state, t } = view;
  const { bill, reconciliation, costTags, problem } = state;
  if (bill === undefined && reconciliation === undefined && costTags === undefined)
    return message('info', t.notConnectedTitle, t.notConnectedText, help(problem, 'primary', view));
  return html`
    ${bill ? billSection(bill, view) : nothing}
    ${reconciliation ? reconciliationSection(reconciliation, view) : nothing}
    ${costTags ? costTagsSection(costTags, view) : nothing}
  `;
}

const VIEW = { usage: usageView, bill: billView, budgets: budgetsView };

/** Everything inside the host's `main`. */
export const page = (view: View): TemplateResult => html`
  ${textures()}
  <div class="page ${view.computed ? '' : 'waiting'}">
    ${sampleBanner(view)} ${header(view)}
    <div id="view-panel" role="tabpanel" tabindex="-1" aria-labelledby=${`view-${view.remembered.view}`}>
      ${VIEW[view.remembered.view](view)}
    </div>
    ${view.state.ownCost === '' ? nothing : html`<footer class="quiet">${view.state.ownCost}</footer>`}
  </div>
`;
