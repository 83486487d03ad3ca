/**
 * The style of charts: a card with its own background, so that it is readable on any page, light or dark. Series differ
 * by colour, by pattern and by the order of the legend, which is that of the stack.
 */

import { element, svgText, type Attributes, type Svg } from './svg';

/** The width of every chart, in pixels. */
export const WIDTH = 800;
const PADDING = 20;

/** A colour on a light and on a dark background. */
interface Shade {
  readonly light: string;
  readonly dark: string;
}

export const SHADES: Readonly<Record<'card' | 'edge' | 'ink' | 'quiet' | 'grid', Shade>> = {
  card: { light: '#ffffff', dark: '#1f1f1f' },
  edge: { light: '#d0d0d0', dark: '#454545' },
  ink: { light: '#1f1f1f', dark: '#f0f0f0' },
  quiet: { light: '#5b5b5b', dark: '#b8b8b8' },
  grid: { light: '#e4e4e4', dark: '#3a3a3a' },
};

/**
 * Contrast at least 3:1 on the background, and distinguishable with colour blindness; the last one is for all other
 * series.
 */
export const SERIES: readonly Shade[] = [
  { light: '#0060a8', dark: '#4da3ff' },
  { light: '#c2570c', dark: '#ff9a52' },
  { light: '#00796b', dark: '#3ec9b0' },
  { light: '#9a3a87', dark: '#e07fd0' },
  { light: '#8a6d00', dark: '#e3c44d' },
  { light: '#2f8fd0', dark: '#a9d8ff' },
  { light: '#5b5b5b', dark: '#a0a0a0' },
];

/** How many series have their own colour. */
export const MAX_SERIES = SERIES.length - 1;

/** The pattern over a series' colour, in a square of 8 × 8 pixels; the first and the last series have none. */
const PATTERNS: readonly string[] = [
  '',
  'M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4',
  'M2,2 h2 v2 h-2 z M6,6 h2 v2 h-2 z',
  'M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4',
  'M0,4 h8',
  'M0,4 h8 M4,0 v8',
  '',
];

/** Presentation attributes are for viewers without style sheets; the style sheet has light and dark colours. */
const fill = (name: keyof typeof SHADES): Attributes => ({ class: name, fill: SHADES[name].light });
const stroke = (name: keyof typeof SHADES): Attributes => ({ class: `${name}-line`, stroke: SHADES[name].light });

const rules = (tone: keyof Shade): string =>
  [
    ...Object.entries(SHADES).map(
      ([name, shade]) => `.${name}{fill:${shade[tone]}}.${name}-line{stroke:${shade[tone]}}`,
    ),
    ...SERIES.map((shade, index) => `.s${index}{fill:${shade[tone]}}`),
  ].join('');

const STYLE = `${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}`;

const pattern = (shade: Shade, index: number): Svg =>
  element('pattern', { id: `p${index}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, [
    element('rect', { class: `s${index}`, width: 8, height: 8, fill: shade.light }),
    ...((PATTERNS[index] ?? '') === ''
      ? []
      : [
          element('path', {
            d: PATTERNS[index] ?? '',
            ...stroke('card'),
            'stroke-width': 1.4,
            'stroke-opacity': 0.6,
            fill: 'none',
          }),
        ]),
  ]);

/** The fill of a series. */
export const seriesFill = (index: number): string => `url(#p${Math.min(index, MAX_SERIES)})`;

export interface TextAttributes extends Attributes {
  readonly x: number;
  readonly y: number;
}

/** A text of the chart. */
export const chartText = (text: string, at: TextAttributes, tone: 'ink' | 'quiet' = 'quiet'): Svg =>
  element('text', { 'font-size': 12, ...fill(tone), ...at }, [svgText(text)]);

export const horizontalLine = (x1: number, x2: number, y: number, tone: 'grid' | 'quiet'): Svg =>
  element('line', { x1, x2, y1: y, y2: y, ...stroke(tone) });

export const verticalLine = (x: number, y1: number, y2: number): Svg =>
  element('line', { x1: x, x2: x, y1, y2, ...stroke('quiet') });

/** A tooltip of a part of the chart. */
export const tooltip = (text: string): Svg => element('title', {}, [svgText(text)]);

const MAX_NAME_LENGTH = 30;

/** Shortens long names; the whole name is in the tooltip and in the report's table. */
export function shortenName(name: string, longest = MAX_NAME_LENGTH): string {
  const letters = Array.from(name.replace(/\s+/g, ' ').trim());
  return letters.length <= longest ? letters.join('') : `${letters.slice(0, longest - 1).join('')}…`;
}

/** The approximate width of a text at 12 px. Ideographs are as wide as they are high. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + ((letter.codePointAt(0) ?? 0) >= 0x2e80 ? 12 : 7), 0);

const LEGEND_ROW = 22;
const SWATCH = 14;

/** Names with their patterns, in rows, and the total height. */
export function legend(names: readonly string[], top: number): { readonly svg: Svg; readonly height: number } {
  let x = PADDING;
  let y = top;
  const items = names.map((name, index) => {
    const short = shortenName(name);
    const width = SWATCH + 6 + widthOf(short) + 18;
    if (x > PADDING && x + width > WIDTH - PADDING) {
      x = PADDING;
      y += LEGEND_ROW;
    }
    const item = element('g', {}, [
      ...(short === name ? [] : [tooltip(name)]),
      element('rect', {
        x,
        y,
        width: SWATCH,
        height: SWATCH,
        fill: seriesFill(indexOf(index, names)),
        ...stroke('edge'),
      }),
      chartText(short, { x: x + SWATCH + 6, y: y + 11 }, 'ink'),
    ]);
    x += width;
    return item;
  });
  return { svg: element('g', {}, items), height: y - top + LEGEND_ROW };
}

/** Where there are more series than colours, the last series is all others. */
export const indexOf = (index: number, names: readonly string[]): number =>
  names.length > MAX_SERIES && index === names.length - 1 ? MAX_SERIES : index;

export interface ChartFrame {
  readonly title: string;
  /** Below the title: the unit and what is left out. */
  readonly subtitle: string;
  /** The chart as a sentence, for those who do not see it. */
  readonly description: string;
  readonly height: number;
}

/** A complete SVG file. */
export function chartFile({ title, subtitle, description, height }: ChartFrame, children: readonly Svg[]): string {
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'aria-labelledby': 'title description',
      'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    },
    [
      element('title', { id: 'title' }, [svgText(title)]),
      element('desc', { id: 'description' }, [svgText(description)]),
      // It contains no untrusted text.
      element('style', {}, [STYLE as Svg]),
      element('defs', {}, SERIES.map(pattern)),
      element('rect', { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 8, ...fill('card'), ...edge() }),
      chartText(title, { x: PADDING, y: 30, 'font-size': 16, 'font-weight': 600 }, 'ink'),
      chartText(subtitle, { x: PADDING, y: 50 }),
      ...children,
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}

/** The border of the card. */
const edge = (): Attributes => ({ class: 'card edge-line', stroke: SHADES.edge.light });
