/** The whole page in each of its views and states. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import type { PageView } from '../../../protocol/usagePage/strings';
import { isWithoutTraffic } from '../sums';
import { attribution } from '../attribution/attribution';
import { billView } from '../billing/billView';
import { budgetsView } from '../budgets/budgets';
import { chartSection } from '../chart/chart';
import type { View } from './context';
import { header, usageHead } from './header';
import { patternDefinitions } from './tokenKinds';
import { remedyButton, message, notices, sampleBanner } from './notices';
import { usagePatterns } from '../chart/patterns';
import { tableSection } from '../tables/tableSection';
import { totals } from '../totals/totals';
import { otherModelsSection } from '../totals/otherModels';

/** A thousand rows need not be drawn again because the pointer moved. */
const table = (view: View): unknown => {
  const { shownTable, viewState, unfolded, isCopied, state } = view;
  const { sorts, filters, idle, selected } = viewState;
  return guard([shownTable?.table, shownTable?.rows, sorts, filters, idle, selected, unfolded, isCopied, state], () =>
    tableSection(view),
  );
};

function usageBody(view: View): unknown {
  const { state, computed, t } = view;
  const { problem } = state;
  switch (state.phase) {
    case 'failed':
      return message('error', t.loadFailed, problem?.sentence ?? '', remedyButton(problem, 'primary', view));
    case 'no-profile':
      return message(
        'info',
        t.noProfileTitle,
        problem?.sentence ?? t.noProfileText,
        remedyButton(problem, 'primary', view),
      );
    case 'ready':
    case 'loading':
      if (!computed && problem)
        return message('error', t.loadFailed, problem.sentence, remedyButton(problem, 'primary', view));
      return html`
        ${computed ? nothing : html`<p class="unseen" role="status">${t.loading}</p>`} ${totals(view)}
        ${chartSection(view)}
        ${
          computed && !isWithoutTraffic(computed.total.usage)
            ? html`${usagePatterns(computed, view)} ${table(view)} ${otherModelsSection(computed, view)}`
            : computed && computed.active.length > 0
              ? table(view)
              : nothing
        }
      `;
  }
}

/** How each view is drawn. */
const VIEW_BODIES: Readonly<Record<PageView, (view: View) => TemplateResult>> = {
  usage: (view) => html`${usageHead(view)} ${notices(view)} ${usageBody(view)}`,
  bill: billView,
  budgets: budgetsView,
  attribution,
};

/** Everything inside the host's `main`. */
export function page(view: View): TemplateResult {
  const name = view.viewState.view;
  return html`
    ${patternDefinitions()}
    <div class="page ${view.computed ? '' : 'waiting'}">
      ${sampleBanner(view)} ${header(view)}
      <div id="view-panel" role="tabpanel" tabindex="-1" aria-labelledby=${`view-${name}`}>
        ${VIEW_BODIES[name](view)}
      </div>
      ${view.state.extensionCost === '' ? nothing : html`<footer class="quiet">${view.state.extensionCost}</footer>`}
    </div>
  `;
}
