/** The four kinds of tokens as colours, and as patterns where colours cannot be distinguished. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import type { TokenKind } from '../../../core/usage/usage';

const id = (kind: TokenKind): string => `texture-${kind}`;

/**
 * The fill that high contrast themes show. It is an attribute because style sheets of the other themes win over
 * attributes, and an attribute's reference is always to this document.
 */
export const patternFill = (kind: TokenKind): string => `url(#${id(kind)})`;

const pattern = (kind: TokenKind, size: number, ink: SVGTemplateResult): SVGTemplateResult => svg`
  <pattern id=${id(kind)} width=${size} height=${size} patternUnits="userSpaceOnUse">
    <rect class="paper" width=${size} height=${size}></rect>
    <g class="ink ${kind}">${ink}</g>
  </pattern>`;

/** The definitions of the patterns; drawn once, without size. */
export const patternDefinitions = (): TemplateResult => html`
  <svg class="definitions" width="0" height="0" aria-hidden="true">
    <defs>
      ${pattern('input', 4, svg`<rect width="4" height="4"></rect>`)}
      ${pattern('output', 6, svg`<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke-width="2"></path>`)}
      ${pattern('cacheRead', 5, svg`<circle cx="2.5" cy="2.5" r="1.3"></circle>`)}
      ${pattern('cacheWrite', 5, svg`<path d="M0,2.5 h5" stroke-width="2"></path>`)}
    </defs>
  </svg>
`;

/** A small square in the colour of a kind. */
export const swatch = (kind: TokenKind): TemplateResult => html`
  <svg class="swatch" width="12" height="12" aria-hidden="true">
    <rect class="kind ${kind}" x="0.5" y="0.5" width="11" height="11" fill=${patternFill(kind)}></rect>
  </svg>
`;
