/** Text that is markup already; everything else is escaped when it becomes part of a page. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | false | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Controls have no place in a page; what is left of them is seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character]!).replace(controls, '\ufffd');

const isMarkup = (part: Markup | readonly Part[]): part is Markup => 'markup' in part;

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return isMarkup(part) ? part.markup : part.map(written).join('');
}

/** A template whose values are escaped, as text or within quotes of an attribute. Nothing is written for null and false. */
export const html = (parts: TemplateStringsArray, ...values: readonly Part[]): Markup => ({
  markup: parts.map((part, index) => `${part}${written(values[index] ?? null)}`).join(''),
});

export type { Part };
