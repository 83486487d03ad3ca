/** Parts that are loaded only on request, because that costs money: the cost is shown before, each time. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PageState } from '../../../protocol/usagePage/state';
import type { View } from './context';
import { remedyButton, notice } from './notices';
import { fill } from '../messages';

/** A part of the page and the words around it. */
export interface PaidRequest {
  /** Of the part's elements. */
  readonly id: string;
  readonly part: {
    readonly phase: NonNullable<PageState['bill']>['phase'];
    readonly price: string;
    /** Before that time there is no new data. */
    readonly settledUntil?: number | undefined;
    readonly problem?: PageState['problem'];
  };
  /** What it will show, the label of its button, and the title when loading fails. */
  readonly text: string;
  readonly label: string;
  readonly failed: string;
  readonly load: () => void;
}

/** Until when there can be nothing new; undefined when there can be. */
const noNewDataBefore = ({ settledUntil }: PaidRequest['part'], { now }: View): number | undefined =>
  settledUntil !== undefined && now < settledUntil ? settledUntil : undefined;

/** The element id of the text beside the button. */
const whyId = (id: string): string => `why-${id}`;

/** The button stays where it is while it is asked, so that the focus stays, too. */
export function loadButton({ id, part, load }: PaidRequest, label: string, look: string, view: View): TemplateResult {
  const { t } = view;
  const loading = part.phase === 'loading';
  const idle = loading || noNewDataBefore(part, view) !== undefined;
  return html`<button
    type="button"
    id=${`ask-${id}`}
    class=${look}
    aria-describedby=${whyId(id)}
    aria-disabled=${idle ? 'true' : 'false'}
    @click=${() => {
      if (!idle) load();
    }}
  >
    ${loading ? t.loadingPaid : label}
  </button>`;
}

const loadPrompt = (one: PaidRequest, view: View): TemplateResult => html`
  <div class="ask">
    <p>${one.text}</p>
    <p class="quiet" id=${whyId(one.id)}>${one.part.price}</p>
    ${loadButton(one, one.label, 'primary', view)}
  </div>
`;

const failure = (one: PaidRequest, view: View): TemplateResult | typeof nothing =>
  one.part.problem === undefined
    ? nothing
    : notice(
        'error',
        one.failed,
        html`<p>${one.part.problem.sentence}</p>
          ${remedyButton(one.part.problem, 'secondary', view, one.id)}`,
      );

/** What is shown in each phase. An answer that is known stays while it is asked for again or when that fails. */
export function paidSection(one: PaidRequest, known: boolean, ready: () => unknown, view: View): TemplateResult {
  const { phase } = one.part;
  const shown = phase === 'ready' || (known && phase === 'loading');
  return html`
    <div role="status">
      ${failure(one, view)} ${phase === 'loading' ? html`<span class="unseen">${view.t.loadingPaid}</span>` : nothing}
    </div>
    ${shown ? ready() : loadPrompt(one, view)}
  `;
}

/** Below an answer: what loading again costs or why there is no new data yet, and the button. */
export function paidFooter(one: PaidRequest, sentence: string, view: View): TemplateResult {
  const { t, f } = view;
  const until = noNewDataBefore(one.part, view);
  // A sentence about the answer has it already.
  const idle = sentence === '' && until !== undefined ? fill(t.noNewData, f.dateTime(until)) : '';
  const lines = [sentence, until === undefined ? one.part.price : idle];
  return html`
    <div class="again">
      <p class="quiet" id=${whyId(one.id)}>${lines.join(' ').trim()}</p>
      ${loadButton(one, t.refreshPaid, 'secondary', view)}
    </div>
  `;
}
