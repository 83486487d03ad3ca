/**
 * The *Use in Cline* guide: a list of values, each beside a copy button. The host copies; the page only sends which
 * one.
 */

import { html, render } from 'lit';
import * as v from 'valibot';
import { guideHostMessage, type GuideMessage, type GuideState } from '../../protocol/clineGuide';

declare function acquireVsCodeApi(): { postMessage(message: GuideMessage): void };

const host = acquireVsCodeApi();
const app = document.getElementById('app');
let copied: number | undefined;

type Step = GuideState['steps'][number];

function copyRow(
  { value, copyLabel, copyText, copiedText }: Extract<Step, { value: string }>,
  index: number,
  state: GuideState,
): unknown {
  const copy = (): void => {
    host.postMessage({ type: 'copy', step: index });
    copied = index;
    draw(state);
  };
  const done = copied === index;
  return html`<div class="row">
    <code>${value}</code>
    <button type="button" class=${done ? 'done' : ''} aria-label=${copyLabel} @click=${copy}>
      ${done ? copiedText : copyText}
    </button>
  </div>`;
}

const step = (one: Step, index: number, state: GuideState): unknown =>
  html`<li>
    <div class="label">${one.label}</div>
    ${'value' in one ? copyRow(one, index, state) : ''}
    ${one.note === undefined ? '' : html`<p class="note">${one.note}</p>`}
  </li>`;

const button = (label: string | undefined, message: GuideMessage, kind: string): unknown =>
  label === undefined
    ? ''
    : html`<button
        type="button"
        class=${kind}
        @click=${() => {
          host.postMessage(message);
        }}
      >
        ${label}
      </button>`;

function announcementOf({ steps }: GuideState): string {
  const one = copied === undefined ? undefined : steps[copied];
  return one !== undefined && 'value' in one ? one.copiedLabel : '';
}

function draw(state: GuideState): void {
  if (app === null) return;
  render(
    html`
      ${state.sample === undefined ? '' : html`<p class="sample" role="note">${state.sample}</p>`}
      <h1>${state.title}</h1>
      ${state.warning === undefined ? '' : html`<p class="sample" role="note">${state.warning}</p>`}
      <p>${state.intro}</p>
      <div class="actions">
        ${button(state.automaticLabel, { type: 'automatic' }, 'primary')}
        ${button(state.openLabel, { type: 'openCline' }, '')}
      </div>
      <ol>
        ${state.steps.map((each, index) => step(each, index, state))}
      </ol>
      <ul class="notes">
        ${state.notes.map((note) => html`<li>${note}</li>`)}
      </ul>
      <p class="status" role="status">${announcementOf(state)}</p>
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
