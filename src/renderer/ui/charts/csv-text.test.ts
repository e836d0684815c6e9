import { expect, it } from 'vitest';
import { csvText } from './csv-text.ts';

it('quotes what needs it, and keeps all digits', () => {
  expect(
    csvText(
      ['a,b', 'c'],
      [
        ['say "no"', 0.1 + 0.2],
        [null, Number.NaN],
      ],
    ),
  ).toBe('"a,b",c\r\n"say ""no""",0.30000000000000004\r\n,NaN\r\n');
});
