/** What has to be said before the numbers: sample data, problems, what is missing. */

import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { View } from './context';

type Tone = 'info' | 'warning' | 'error';

const SIGNS = {
  info: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="M8 7v4.5M8 4.5v1"></path>`,
  warning: svg`<path d="M8 1.8 15 14H1z"></path><path d="M8 6v4M8 11.5v1"></path>`,
  error: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="m5.5 5.5 5 5m0-5-5 5"></path>`,
};

/** A small drawing beside words that say the same. */
export const sign = (tone: Tone): TemplateResult =>
  html`<svg class="sign ${tone}" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${SIGNS[tone]}</svg>`;

const notice = (tone: Tone, title: string, body: unknown): TemplateResult => html`
  <div class="notice ${tone}">
    ${sign(tone)}
    <div class="says">
      <strong>${title}</strong>
      ${body}
    </div>
  </div>
`;

/** The button that helps, if there is one. */
export const help = (
  { state: { problem }, act }: View,
  look: 'primary' | 'secondary',
): TemplateResult | typeof nothing => {
  const action = problem?.action;
  return action === undefined
    ? nothing
    : html`<button
        type="button"
        class=${look}
        @click=${() => {
          act.run(action.id);
        }}
      >
        ${action.label}
      </button>`;
};

/** Says on every sample page that it is one. */
export const sampleBanner = ({ state, t }: View): TemplateResult | typeof nothing =>
  state.sample
    ? html`<p class="sample">
        ${sign('info')}<span><strong>${t.sampleTitle}.</strong> ${t.sampleText}</span>
      </p>`
    : nothing;

/** Problems beside figures that are still shown, and what is missing from them. Announced when it changes. */
export function notices(view: View): TemplateResult {
  const { state, t, f } = view;
  const { problem, figures } = state;
  const shown = figures !== undefined && state.phase === 'ready';
  return html`
    <div class="notices" role="status">
      ${
        shown && problem
          ? notice(
              'error',
              t.problemTitle,
              html`<p>${problem.sentence} ${t.oldFigures(f.moment(figures.asOf))}</p>
                ${help(view, 'secondary')}`,
            )
          : nothing
      }
      ${
        shown && figures.missing.length > 0
          ? notice(
              'warning',
              t.missingTitle,
              figures.missing.length === 1
                ? html`<p>${figures.missing[0]}</p>`
                : html`<ul>
                    ${figures.missing.map((sentence) => html`<li>${sentence}</li>`)}
                  </ul>`,
            )
          : nothing
      }
    </div>
  `;
}
