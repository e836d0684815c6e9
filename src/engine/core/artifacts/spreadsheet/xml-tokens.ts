import { WorkbookFormatError } from './workbook-format-error.ts';

/** Names are without their prefix: writers differ in which one they give to the same namespace. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Tags of a workbook are some hundred characters. */
const longestTag = 16_384;

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Walks over the tags and texts of XML as the programs write it that make workbooks: no entities are defined, nothing is loaded. One
 * pass, and each character is seen once. Errors: `WorkbookFormatError` where a tag does not end.
 */
export function* xmlTokens(xml: string): Generator<XmlToken> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open !== at) {
      const end = open < 0 ? xml.length : open;
      yield { kind: 'text', text: decoded(xml.slice(at, end)) };
      if (open < 0) return;
    }
    if (xml.startsWith('<![CDATA[', open)) {
      const end = endOf(xml, ']]>', open);
      yield { kind: 'text', text: xml.slice(open + 9, end - 3) };
      at = end;
    } else if (xml.startsWith('<!--', open)) at = endOf(xml, '-->', open);
    else if (xml[open + 1] === '?' || xml[open + 1] === '!') at = endOf(xml, '>', open);
    else {
      const end = endOfTag(xml, open);
      yield tagOf(xml.slice(open + 1, end - 1));
      at = end;
    }
  }
}

const endOf = (xml: string, mark: string, from: number): number => {
  const found = xml.indexOf(mark, from);
  if (found < 0) throw new WorkbookFormatError('a part of it breaks off');
  return found + mark.length;
};

/** Behind the `>` that ends a tag; one in quotes is part of a value. */
const endOfTag = (xml: string, from: number): number => {
  let at = from;
  let end = endOf(xml, '>', from);
  for (;;) {
    if (end - from > longestTag) throw new WorkbookFormatError('a part of it is damaged');
    const quote = firstQuote(xml, at, end);
    if (quote < 0) return end;
    at = endOf(xml, xml[quote]!, quote + 1);
    if (at > end) end = endOf(xml, '>', at);
  }
};

const firstQuote = (xml: string, from: number, to: number): number => {
  for (let at = from; at < to; at += 1) if (xml[at] === '"' || xml[at] === "'") return at;
  return -1;
};

const tagOf = (inside: string): XmlToken => {
  if (inside.startsWith('/')) return { kind: 'close', name: withoutPrefix(inside.slice(1).trimEnd()) };
  const isEmpty = inside.endsWith('/');
  const content = isEmpty ? inside.slice(0, -1) : inside;
  const space = content.search(/\s/);
  const name = space < 0 ? content : content.slice(0, space);
  return {
    ...{ kind: 'open', isEmpty, name: withoutPrefix(name) },
    attributes: space < 0 ? '' : content.slice(space),
  };
};

/** An attribute's value, whatever its prefix; null when it is not there. */
export const attributeOf = (attributes: string, name: string): string | null => {
  for (const [, found, double, single] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (withoutPrefix(found!) === name) return decoded(double ?? single ?? '');
  return null;
};

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
        if (name !== undefined) return named[name] ?? whole;
        const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      })
    : text;
