/**
 * SVG as well-formed XML: every text and attribute is escaped, so that a name is never markup. No scripts, no external
 * resources.
 */

declare const svgBrand: unique symbol;
/** Finished SVG. Only this module creates it. */
export type Svg = string & { readonly [svgBrand]: true };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 has no place for, halves of characters, and marks that turn the direction of writing. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

const escaped = (text: string): string =>
  text.replace(ILLEGAL, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** Two decimals are enough for any screen. */
const plain = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(2))) : escaped(value);

export type Attributes = Readonly<Record<string, string | number>>;

/** A piece of text, on one line. */
export const svgText = (text: string): Svg =>
  escaped(text.replace(/\s/g, ' ').replace(ILLEGAL, '').replace(/ +/g, ' ')) as Svg;

/** An element. Its name and the names of attributes are ours and are not escaped. */
export function element(name: string, attributes: Attributes = {}, children: readonly Svg[] = []): Svg {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${plain(value)}"`);
  const start = `<${name}${list.join('')}`;
  return (children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`) as Svg;
}
