import { describe, expect, it } from 'vitest';
import { attributeOf, xmlTokens } from './xml-tokens.ts';

const tokens = (xml: string) => [...xmlTokens(xml)];

describe('the tags and texts of XML', () => {
  it('are read without prefixes, comments and instructions', () => {
    expect(tokens('<?xml version="1.0"?><!-- <a> --><x:a b="1"><c/>t<![CDATA[<&>]]></x:a>')).toEqual([
      { kind: 'open', name: 'a', attributes: ' b="1"', isEmpty: false },
      { kind: 'open', name: 'c', attributes: '', isEmpty: true },
      { kind: 'text', text: 't' },
      { kind: 'text', text: '<&>' },
      { kind: 'close', name: 'a' },
    ]);
  });

  it('may have what ends a tag in the value of an attribute', () => {
    const [token] = tokens(`<a code="[>1]0" other='"/>'>`);
    expect(token).toMatchObject({ kind: 'open', isEmpty: false });
    const { attributes } = token as { attributes: string };
    expect(attributeOf(attributes, 'code')).toBe('[>1]0');
    expect(attributeOf(attributes, 'other')).toBe('"/>');
    expect(attributeOf(attributes, 'de')).toBeNull();
  });

  it('stand for characters by name and by number; entities of its own it has none', () => {
    expect(tokens('&lt;&#xe4;&#228;&amp;amp;&own;&#x110000;')).toEqual([
      { kind: 'text', text: '<ää&amp;&own;&#x110000;' },
    ]);
  });

  it.each(['<a', '<a b="', '<!-- ', '<![CDATA[ ', `<a ${'b="c" '.repeat(10_000)}>`])(
    'that do not end, or are longer than any, are refused',
    (xml) => expect(() => tokens(xml)).toThrow(/breaks off|damaged/),
  );

  it('cost as much as they are long', () => {
    const hostile = `<a ${'b="c" '.repeat(400_000)}`;
    expect(() => tokens(hostile)).toThrow(/breaks off/);
    expect(tokens('<a>'.repeat(200_000))).toHaveLength(200_000);
  });
});
