/** The whole page in each of its states. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { isQuiet } from '../sums';
import { chartSection } from './chart';
import type { View } from './context';
import { header } from './header';
import { textures } from './kinds';
import { help, notices, sampleBanner, sign } from './notices';
import { tableSection } from './table';
import { totals } from './totals';

function message(tone: 'info' | 'error', title: string, sentence: string, view: View): TemplateResult {
  return html`
    <section class="message" role="status">
      ${sign(tone)}
      <h2>${title}</h2>
      <p>${sentence}</p>
      ${help(view, 'primary')}
    </section>
  `;
}

/** A thousand rows need not be looked at again because the pointer moved. */
const table = (view: View): unknown =>
  guard([view.computed, view.remembered, view.copied, view.state.scopes, view.state.scope], () => tableSection(view));

function body(view: View): unknown {
  const { state, computed, t } = view;
  switch (state.phase) {
    case 'failed':
      return message('error', t.failedTitle, state.problem?.sentence ?? '', view);
    case 'no-profile':
      return message('info', t.noProfileTitle, state.problem?.sentence ?? t.noProfileText, view);
    case 'ready':
    case 'loading':
      if (!computed && state.problem) return message('error', t.failedTitle, state.problem.sentence, view);
      return html`
        ${computed ? nothing : html`<p class="unseen" role="status">${t.loading}</p>`} ${totals(view)}
        ${chartSection(view)} ${computed && !isQuiet(computed.total) ? table(view) : nothing}
      `;
  }
}

/** Everything inside the host's `main`. */
export const page = (view: View): TemplateResult => html`
  ${textures()}
  <div class="page ${view.computed ? '' : 'waiting'}">
    ${sampleBanner(view)} ${header(view)} ${notices(view)} ${body(view)}
  </div>
`;
