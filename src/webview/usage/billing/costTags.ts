/** Whether the tags that name owners reach the bill, and what has to happen until they do. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PageCostTags } from '../../../protocol/usagePage/state';
import { paidFooter, paidSection, type PaidRequest } from '../view/paidRequest';
import type { View } from '../view/context';
import { toneIcon } from '../view/notices';
import { actionButtons } from '../view/actions';

const TONES = { active: 'done', activating: 'ahead', inactive: 'warning', unknown: 'info' } as const;

const keyList = ({ keys }: PageCostTags, { t }: View): TemplateResult => html`
  <ul class="statuses">
    ${keys.map(
      ({ key, status, sentence }) =>
        html`<li>
          ${toneIcon(TONES[status])}
          <div>
            <code>${key}</code> <strong>${t[`tagStatus.${status}`]}</strong>
            <p>${sentence}</p>
          </div>
        </li>`,
    )}
  </ul>
`;

const activationStepList = ({ activationSteps }: PageCostTags, { t }: View): TemplateResult | typeof nothing =>
  activationSteps.length === 0
    ? nothing
    : html`<h3>${t.tagSteps}</h3>
        <ol class="activation-steps">
          ${activationSteps.map(
            ({ step, date, done }) =>
              html`<li class=${done ? 'done' : ''}>
                ${done ? toneIcon('done') : toneIcon('ahead')}
                <span>${step}<span class="unseen"> (${done ? t.stepDone : t.stepPending})</span></span>
                <span class="quiet">${date}</span>
              </li>`,
          )}
        </ol>`;

/** The section with the tags. */
export function costTagsSection(part: PageCostTags, view: View): TemplateResult {
  const { t, act } = view;
  const one: PaidRequest = {
    id: 'costTags',
    part,
    text: t.costTagsText,
    label: t.checkTagStatus,
    failed: t.costTagsFailed,
    load: () => {
      act.send({ type: 'loadTagStatus' });
    },
  };
  return html`
    <section id="cost-tags" tabindex="-1" aria-labelledby="cost-tags-title">
      <h2 id="cost-tags-title">${t.costTags}</h2>
      ${paidSection(
        one,
        part.keys.length > 0,
        () =>
          html`${keyList(part, view)} ${activationStepList(part, view)} ${actionButtons('tags', part.actions, view)}
          ${paidFooter(one, '', view)}`,
        view,
      )}
    </section>
  `;
}
