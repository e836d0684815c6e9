import type { PlainLiteral } from '../../../../shared/query/ast.ts';
import type { Node } from './nodes.ts';
import { refused } from './refusal.ts';

export const isNumber = ({ kind }: Node): boolean => kind === 'integer' || kind === 'float';
export const isText = ({ kind }: Node): boolean => kind === 'string' || kind === 'identifier';

export const text = (value: string): PlainLiteral => ({ kind: 'text', value });
export const number = (value: number): PlainLiteral => ({ kind: 'number', value });

const isQuoted = (written: string, mark: string): boolean =>
  written.length >= 2 && written.startsWith(mark) && written.endsWith(mark);

/** Nothing is unescaped in MLflow: `'it''s'` is `it''s`. */
export const withoutQuotes = (written: string): string =>
  isQuoted(written, "'") || isQuoted(written, '"') ? written.slice(1, -1) : written;

export const withoutBackticks = (written: string): string =>
  isQuoted(written, '`') ? written.slice(1, -1) : written;

export const quotedText = ({ text: written }: Node): PlainLiteral => {
  if (isQuoted(written, "'") || isQuoted(written, '"')) return text(written.slice(1, -1));
  throw refused(
    `Parameter value is either not quoted or unidentified quote types used for string value ${written}. Use either single or double quotes.`,
  );
};

const element = /\s*(?:('(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")|(,)|(-?[\d.]+(?:[eE]-?\d+)?))\s*/y;

/** The texts of `('a', "b")`, which MLflow reads as a Python tuple: neighbours join, and backslashes escape. */
export const textList = ({ text: written }: Node): PlainLiteral[] => {
  const inner = written.slice(1, -1);
  const values: string[] = [];
  let isOpen = false;
  const isBlank = inner.trim() === '';
  element.lastIndex = 0;
  while (!isBlank && element.lastIndex < inner.length) {
    const [, quoted, comma, digits] = element.exec(inner) ?? [];
    if (digits !== undefined)
      throw refused(
        `While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: ${written}`,
      );
    if (quoted === undefined && (comma === undefined || !isOpen))
      throw refused(
        'While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.',
      );
    if (quoted !== undefined) values.push((isOpen ? values.pop() : '') + fromPython(quoted));
    isOpen = quoted !== undefined;
  }
  if (values.length > 0) return values.map(text);
  throw refused(
    'While parsing a list in the query, expected a non-empty list of string values, but got empty list',
  );
};

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' };

const fromPython = (quoted: string): string =>
  quoted
    .slice(1, -1)
    .replace(
      /\\(?:x([\da-f]{2})|u([\da-f]{4})|([\s\S]))/gi,
      (found, short, long, single: string | undefined) => {
        if (single === undefined) return String.fromCharCode(Number.parseInt(short ?? long, 16));
        if (/['"\\]/.test(single)) return single;
        return escapes[single] ?? found;
      },
    );
