/** Title and views; and for the usage view range, scope, Refresh, and where the figures are from. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { RANGES } from '../../../core/usage/ranges';
import { PAGE_VIEWS } from '../../../protocol/usagePage/strings';
import type { View } from './context';
import { radioGroup, dropdown, tabs } from './controls';
import { toneIcon } from './notices';
import { fill } from '../messages';

const fact = (label: string, value: unknown): TemplateResult => html`
  <div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>
`;

/** How old the figures are, from when CloudWatch answered. */
function ageOf(asOf: number, { state, t, f, now }: View): TemplateResult {
  const old = Math.max(0, now - asOf);
  const stale = html`<span class="stale" title=${t.staleTitle}>${toneIcon('warning')}${t.stale}</span>`;
  return html`<time datetime=${new Date(asOf).toISOString()}>${f.relativeTime(old) ?? t.justNow}</time>
    ${old > state.staleAfterMs ? stale : nothing}`;
}

function spanText({ state: { usageReport }, t, f }: View): string {
  if (usageReport === undefined) return '';
  const span = f.span(usageReport.start, usageReport.end);
  const text = fill(t.spanInZone, span, f.zone(usageReport.end));
  return usageReport.range === 'month' ? fill(t.monthSpan, text) : text;
}

/** Where the figures are from, which time they cover, and how old they are; blanks while they are loading. */
function provenance(view: View): TemplateResult {
  const { state, t, f } = view;
  const { usageReport } = state;
  const blank = html`<span class="blank" aria-hidden="true"></span>`;
  const shown = usageReport !== undefined || state.phase === 'loading';
  return html`
    <dl class="provenance">
      ${fact(t.source, state.source)}
      ${
        shown
          ? html`
              ${fact(t.span, usageReport ? spanText(view) : blank)}
              ${fact(t.comparedWith, usageReport ? f.span(usageReport.before.start, usageReport.before.end) : blank)}
              ${fact(t.updated, usageReport ? ageOf(usageReport.asOf, view) : blank)}
            `
          : nothing
      }
    </dl>
  `;
}

/**
 * Of which time, what else is chosen, and Refresh. Refresh stays focusable while it works, so that the focus is not
 * lost by using it.
 */
export function rangeHead({ state, chosen, t, act }: View, more: unknown = nothing): TemplateResult {
  return html`
    <div class="bar tools">
      ${radioGroup({
        name: 'range',
        label: t.range,
        options: RANGES.map((id) => ({ id, label: t[`ranges.${id}`], spoken: t[`rangesLong.${id}`] })),
        chosen: chosen.range,
        choose: (range) => {
          act.choose('range', range);
        },
      })}
      <div class="controls">
        ${more}
        <button
          type="button"
          id="refresh"
          class="secondary"
          aria-disabled=${state.refreshing ? 'true' : 'false'}
          @click=${() => {
            if (!state.refreshing) act.send({ type: 'refresh' });
          }}
        >
          ${t.refresh}
        </button>
      </div>
    </div>
  `;
}

/** What is shown and of which time, and where it is from. */
export function usageHead(view: View): TemplateResult {
  const { state, chosen, t, act } = view;
  const scopes =
    state.scopes.length > 0
      ? dropdown({
          name: 'scope',
          label: t.scope,
          options: state.scopes,
          chosen: chosen.scope,
          choose: (scope) => {
            act.choose('scope', scope);
          },
        })
      : nothing;
  return html`${rangeHead(view, scopes)} ${provenance(view)}`;
}

/** The page's head. */
export function header(view: View): TemplateResult {
  const { state, t, act, viewState } = view;
  return html`
    <header>
      <h1>${t.title}</h1>
      ${tabs(
        {
          name: 'view',
          label: t.views,
          options: PAGE_VIEWS.map((id) => ({ id, label: t[`viewNames.${id}`] })),
          chosen: viewState.view,
          choose: act.showView,
        },
        'view-panel',
      )}
      ${state.refreshing ? html`<div class="progress" role="progressbar" aria-label=${t.refreshing}></div>` : nothing}
    </header>
  `;
}
