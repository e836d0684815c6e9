import { sheetLimits } from './limits.ts';

export interface SheetText {
  /** Of an XML element. */
  readonly xml: string;
  readonly isCut: boolean;
  /** It holds characters that XML has no place for; Excel shows them, some other programs show their numbers. */
  readonly isEscaped: boolean;
}

/** Controls, halves of pairs and the two that are no characters (XML 1.0, section 2.2). */
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** A text that says by chance what stands for a forbidden character. */
const likeEscape = /_(?=x[0-9a-f]{4}_)/gi;
const markup = /[&<>\r]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A bare one would be read as a line feed.
  '\r': '&#13;',
};

const escapeOf = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** A text as a cell holds it: at most 32,767 characters, what XML forbids as `_xHHHH_` (ECMA-376, part 1, 22.9.2.19). */
export function sheetText(text: string): SheetText {
  const isCut = text.length > sheetLimits.characters;
  const kept = isCut ? cut(text) : text;
  const escaped = kept.replace(likeEscape, '_x005F_').replace(forbidden, escapeOf);
  return {
    xml: escaped.replace(markup, (character) => entities[character] ?? character),
    isCut,
    isEscaped: escaped !== kept,
  };
}

/** Not between the two halves of one character. */
function cut(text: string): string {
  const kept = text.slice(0, sheetLimits.characters);
  return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
}
