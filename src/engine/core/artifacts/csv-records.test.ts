import { describe, expect, it } from 'vitest';
import { createRecordScanner, guessDialect, parseRecords } from './csv-records.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const endsOf = (text: string, partBytes: number): number[] => {
  const scanner = createRecordScanner(','.charCodeAt(0));
  const ends: number[] = [];
  const all = bytes(text);
  for (let at = 0; at < all.length; at += partBytes)
    scanner.scan(all.subarray(at, at + partBytes), (position) => ends.push(position));
  return ends;
};

const tricky = 'a,b\n1,"two\nlines, and ""quotes"""\n3,5" pipe\n"",x\r\nlast,"open\nend';

describe('records', () => {
  it('end at line breaks outside of quotes, wherever the parts of the file end', () => {
    const whole = endsOf(tricky, 1000);
    const texts = whole.map((end, index) => tricky.slice(whole[index - 1] ?? 0, end));
    expect(texts).toEqual(['a,b\n', '1,"two\nlines, and ""quotes"""\n', '3,5" pipe\n', '"",x\r\n']);
    for (let part = 1; part < 12; part += 1) expect(endsOf(tricky, part), `parts of ${part}`).toEqual(whole);
  });

  it('are cut into fields by the same rules', () =>
    expect(parseRecords(tricky, ',')).toEqual([
      ['a', 'b'],
      ['1', 'two\nlines, and "quotes"'],
      ['3', '5" pipe'],
      ['', 'x'],
      ['last', 'open\nend'],
    ]));

  it('keep empty fields and text behind a quote', () =>
    expect(parseRecords('a,,\n,"b"c,\n', ',')).toEqual([
      ['a', '', ''],
      ['', 'bc', ''],
    ]));
});

describe('the dialect', () => {
  it.each([
    ['a;b;c\n1,5;2;3\n', { delimiter: ';', hasHeader: true }],
    ['a\tb\n1\t2\n', { delimiter: '\t', hasHeader: true }],
    ['1,2\n3,4\n', { delimiter: ',', hasHeader: false }],
    ['x\n1\n', { delimiter: ',', hasHeader: true }],
  ])('of %j is guessed', (head, dialect) => expect(guessDialect(head, null)).toEqual(dialect));
});
