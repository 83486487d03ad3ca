/** Title, scope, Refresh, and where the figures are from. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { View } from './context';
import { sign } from './notices';

function scopeSelect({ state, t, act }: View): TemplateResult {
  return html`
    <label class="scope">
      <span>${t.scope}</span>
      <select
        id="scope"
        .value=${live(state.scope)}
        @change=${(event: Event) => {
          if (event.target instanceof HTMLSelectElement) act.scope(event.target.value);
        }}
      >
        ${repeat(
          state.scopes,
          ({ id }) => id,
          ({ id, label }) => html`<option value=${id} ?selected=${id === state.scope}>${label}</option>`,
        )}
      </select>
    </label>
  `;
}

const fact = (label: string, value: unknown): TemplateResult => html`
  <div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>
`;

/** How old the figures are, from when CloudWatch answered. */
function ageOf(asOf: number, { state, t, f, now }: View): TemplateResult {
  const old = Math.max(0, now - asOf);
  const stale = html`<span class="stale" title=${t.staleTitle}>${sign('warning')}${t.stale}</span>`;
  return html`<time datetime=${new Date(asOf).toISOString()}>${f.ago(old) ?? t.justNow}</time>
    ${old > state.staleAfterMs ? stale : nothing}`;
}

/** Where the figures are from, which time they cover, and how old they are; blanks while they are loading. */
function provenance(view: View): TemplateResult {
  const { state, t, f } = view;
  const { figures } = state;
  const blank = html`<span class="blank" aria-hidden="true"></span>`;
  const shown = figures !== undefined || state.phase === 'loading';
  return html`
    <dl class="provenance">
      ${fact(t.source, state.source)}
      ${
        shown
          ? html`
              ${fact(t.span, figures ? t.spanInZone(f.span(figures.start, figures.end), f.zone(figures.end)) : blank)}
              ${fact(t.age, figures ? ageOf(figures.asOf, view) : blank)}
            `
          : nothing
      }
    </dl>
  `;
}

/** The page's head. Refresh stays focusable while it works, so that the focus is not lost by using it. */
export function header(view: View): TemplateResult {
  const { state, t, act } = view;
  return html`
    <header>
      <div class="bar">
        <h1>${t.title}</h1>
        <div class="controls">
          ${state.scopes.length > 0 ? scopeSelect(view) : nothing}
          <button
            type="button"
            id="refresh"
            class="secondary"
            aria-disabled=${state.refreshing ? 'true' : 'false'}
            @click=${() => {
              if (!state.refreshing) act.refresh();
            }}
          >
            ${t.refresh}
          </button>
        </div>
      </div>
      ${provenance(view)}
      ${state.refreshing ? html`<div class="progress" role="progressbar" aria-label=${t.refreshing}></div>` : nothing}
    </header>
  `;
}
