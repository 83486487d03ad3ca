/** The *Use in Cline* guide: a list of values, each beside a copy button. The host copies; the page only says which. */

import { html, render } from 'lit';
import * as v from 'valibot';
import { guideHostMessage, type GuideMessage, type GuideState } from '../core/guideProtocol';

declare function acquireVsCodeApi(): { postMessage(message: GuideMessage): void };

const host = acquireVsCodeApi();
const app = document.getElementById('app');
let copied: number | undefined;

function step(
  { label, value, note, copyLabel, copyText, copiedText }: GuideState['steps'][number],
  index: number,
  state: GuideState,
): unknown {
  const copy = (): void => {
    host.postMessage({ type: 'copy', step: index });
    copied = index;
    draw(state);
  };
  const done = copied === index;
  return html`<li>
    <div class="label">${label}</div>
    <div class="row">
      <code>${value}</code>
      <button type="button" class=${done ? 'done' : ''} aria-label=${copyLabel} @click=${copy}>
        ${done ? copiedText : copyText}
      </button>
    </div>
    ${note === undefined ? '' : html`<p class="note">${note}</p>`}
  </li>`;
}

function draw(state: GuideState): void {
  if (app === null) return;
  const announcement = copied === undefined ? '' : (state.steps[copied]?.copiedLabel ?? '');
  render(
    html`
      ${state.sample === undefined ? '' : html`<p class="sample" role="note">${state.sample}</p>`}
      <h1>${state.title}</h1>
      <p>${state.intro}</p>
      ${
        state.openLabel === undefined
          ? ''
          : html`<button
              type="button"
              class="primary"
              @click=${() => {
                host.postMessage({ type: 'openCline' });
              }}
            >
              ${state.openLabel}
            </button>`
      }
      <ol>
        ${state.steps.map((each, index) => step(each, index, state))}
      </ol>
      <ul class="notes">
        ${state.notes.map((note) => html`<li>${note}</li>`)}
      </ul>
      <p class="status" role="status">${announcement}</p>
    `,
    app,
  );
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const parsed = v.safeParse(guideHostMessage, event.data);
  if (!parsed.success) return;
  copied = undefined;
  draw(parsed.output.state);
});
host.postMessage({ type: 'ready' });
