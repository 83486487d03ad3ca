/** The page's few kinds of controls: tabs, a choice of one, and what can be unfolded. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { View } from './context';

interface ControlOptions<Id extends string> {
  /** The ids of the elements begin with it. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly label: string; readonly spoken?: string }[];
  readonly chosen: Id;
  readonly choose: (id: Id) => void;
}

/** The element id of one of several options. */
const idOf = (name: string, id: string): string => `${name}-${id}`;

function onTabKey<Id extends string>(
  event: KeyboardEvent,
  at: number,
  { name, options, choose }: ControlOptions<Id>,
): void {
  const moves: Partial<Record<string, number>> = {
    ArrowLeft: (at + options.length - 1) % options.length,
    ArrowRight: (at + 1) % options.length,
    Home: 0,
    End: options.length - 1,
  };
  const next = options[moves[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  choose(next.id);
  document.getElementById(idOf(name, next.id))?.focus();
}

/** Tabs, of which the chosen one can be reached by Tab and the others by arrow keys. */
export function tabs<Id extends string>(choice: ControlOptions<Id>, panel: string): TemplateResult {
  const { name, label, options, chosen, choose } = choice;
  return html`
    <div class="tabs" role="tablist" aria-label=${label}>
      ${options.map(
        (option, index) => html`
          <button
            type="button"
            role="tab"
            id=${idOf(name, option.id)}
            aria-selected=${option.id === chosen ? 'true' : 'false'}
            aria-controls=${panel}
            tabindex=${option.id === chosen ? '0' : '-1'}
            @click=${() => {
              choose(option.id);
            }}
            @keydown=${(event: KeyboardEvent) => {
              onTabKey(event, index, choice);
            }}
          >
            ${option.label}
          </button>
        `,
      )}
    </div>
  `;
}

/** A choice of one in a row. The radio buttons are the browser's own, and so are their keys. */
export function radioGroup<Id extends string>({
  name,
  label,
  options,
  chosen,
  choose,
}: ControlOptions<Id>): TemplateResult {
  return html`
    <div class="segmented" role="radiogroup" aria-label=${label}>
      ${options.map(
        (option) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              id=${idOf(name, option.id)}
              aria-label=${option.spoken ?? option.label}
              .checked=${live(option.id === chosen)}
              @change=${() => {
                choose(option.id);
              }}
            /><span>${option.label}</span></label
          >`,
      )}
    </div>
  `;
}

/** A choice of one in a list. */
export function dropdown<Id extends string>({
  name,
  label,
  options,
  chosen,
  choose,
}: ControlOptions<Id>): TemplateResult {
  return html`
    <label class="choice">
      <span>${label}</span>
      <select
        id=${name}
        .value=${live(chosen)}
        @change=${({ target }: Event) => {
          const picked = options.find(({ id }) => target instanceof HTMLSelectElement && id === target.value);
          if (picked) choose(picked.id);
        }}
      >
        ${options.map(({ id, label: text }) => html`<option value=${id} ?selected=${id === chosen}>${text}</option>`)}
      </select>
    </label>
  `;
}

/** A plain button. */
export const button = (
  {
    id,
    look,
    label,
    title,
  }: { readonly id: string; readonly look: string; readonly label: string; readonly title?: string },
  press: () => void,
): TemplateResult =>
  html`<button type="button" id=${id} class=${look} title=${title ?? nothing} @click=${press}>${label}</button>`;

/** A button that unfolds something; `content` is its label. */
export const unfoldButton = (
  id: string,
  content: unknown,
  { unfolded, act }: View,
  look = 'unfold',
  title?: string,
): TemplateResult =>
  html`<button
    type="button"
    id=${id}
    class=${look}
    aria-expanded=${unfolded.has(id) ? 'true' : 'false'}
    title=${title ?? nothing}
    @click=${() => {
      act.toggle(id);
    }}
  >
    ${content}
  </button>`;

/** Any text as a part of an element's id, which must not have spaces in it. */
export const idPart = (text: string): string =>
  text.replace(/[^\w-]/g, (letter) => `.${letter.charCodeAt(0).toString(16)}`);
