/** Notices above the numbers: sample data, problems, missing data. */

import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { View } from './context';
import { idPart, button } from './controls';
import { fill } from '../messages';

type Tone = 'info' | 'warning' | 'error' | 'done' | 'ahead';

const ICONS = {
  info: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="M8 7v4.5M8 4.5v1"></path>`,
  warning: svg`<path d="M8 1.8 15 14H1z"></path><path d="M8 6v4M8 11.5v1"></path>`,
  done: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="m5 8.2 2.2 2.2L11.2 6"></path>`,
  ahead: svg`<circle cx="8" cy="8" r="6.5"></circle>`,
  error: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="m5.5 5.5 5 5m0-5-5 5"></path>`,
};

/** A small icon beside words of the same meaning. */
export const toneIcon = (tone: Tone): TemplateResult =>
  html`<svg class="sign ${tone}" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${ICONS[tone]}</svg>`;

/** A box with a title and details. */
export const notice = (tone: Tone, title: string, body: unknown): TemplateResult => html`
  <div class="notice ${tone}">
    ${toneIcon(tone)}
    <div class="says">
      <strong>${title}</strong>
      ${body}
    </div>
  </div>
`;

type PageProblem = NonNullable<View['state']['problem']>;

/** The button that helps with a problem, if there is one; `place` makes its id unique. */
export const remedyButton = (
  problem: PageProblem | undefined,
  look: 'primary' | 'secondary',
  { act }: View,
  place = 'page',
): TemplateResult | typeof nothing => {
  const action = problem?.action;
  return action === undefined
    ? nothing
    : button({ id: `help-${place}-${idPart(action.id)}`, look, label: action.label }, () => {
        act.runCommand(action.id);
      });
};

/** A message in the place of what cannot be shown. */
export const message = (tone: Tone, title: string, sentence: string, buttons: unknown): TemplateResult => html`
  <section class="message" role="status">
    ${toneIcon(tone)}
    <h2>${title}</h2>
    <p>${sentence}</p>
    ${buttons}
  </section>
`;

/** The banner of every page of sample data. */
export const sampleBanner = ({ state, t }: View): TemplateResult | typeof nothing =>
  state.sample
    ? html`<p class="sample">
        ${toneIcon('info')}<span><strong>${t.sampleTitle}</strong> ${t.sampleText}</span>
      </p>`
    : nothing;

/** Problems beside figures that are still shown, and what is missing from them. Announced when it changes. */
export function notices(view: View): TemplateResult {
  const { state, t, f } = view;
  const { problem, usageReport } = state;
  const shown = usageReport !== undefined && state.phase === 'ready';
  return html`
    <div class="notices" role="status">
      ${
        shown && problem
          ? notice(
              'error',
              t.refreshFailed,
              html`<p>${problem.sentence} ${fill(t.shownAsOf, f.dateTime(usageReport.asOf))}</p>
                ${remedyButton(problem, 'secondary', view)}`,
            )
          : nothing
      }
      ${
        shown && usageReport.missing.length > 0
          ? notice(
              'warning',
              t.missingTitle,
              usageReport.missing.length === 1
                ? html`<p>${usageReport.missing[0]}</p>`
                : html`<ul>
                    ${usageReport.missing.map((sentence) => html`<li>${sentence}</li>`)}
                  </ul>`,
            )
          : nothing
      }
    </div>
  `;
}
