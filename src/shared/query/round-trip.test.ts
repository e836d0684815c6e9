import { describe, expect, it } from 'vitest';
import { queryCases } from '../../../test/support/query-cases.ts';
import { chipsOf, expressionOfChips, textOfChips } from './chips.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';

const { expressions } = queryCases(3, { runs: 0, expressions: 3000 });

describe('any expression', () => {
  it('is the same after printing and parsing', () => {
    for (const expression of expressions) {
      const text = printQuery(expression);
      expect(parseQuery(text), text).toEqual(expression);
      expect(printQuery(parseQuery(text))).toBe(text);
    }
  });

  it('is the same after a stay as chips', () => {
    for (const expression of expressions) {
      const chips = chipsOf(expression);
      expect(expressionOfChips(chips)).toEqual(expression);
      expect(textOfChips(chips)).toBe(printQuery(expression));
    }
  });
});

describe('printQuery', () => {
  it.each([
    ['a = 1 or b = 2 and not c = 3', 'a = 1 OR b = 2 AND NOT c = 3'],
    ['(a = 1 or b = 2) and c = 3', '(a = 1 OR b = 2) AND c = 3'],
    ["params.`a b` not in (1, 'x''y')", "params.`a b` NOT IN (1, 'x''y')"],
    ['run.status = finished and not params.x is not null', "status = 'finished' AND params.x IS NULL"],
    ['started > -7d and duration <= 1h30m', 'start_time > -7d AND duration <= 90m'],
    [
      'MIN(loss) < inf and at( metrics.loss , 100 ) >= 1e3',
      'min(metrics.loss) < inf AND at(metrics.loss, 100) >= 1000',
    ],
    ['last(metrics.loss) = 1', 'metrics.loss = 1'],
    ["tags.x =~ '\\d+'", "tags.x =~ '\\d+'"],
    ['`metrics.x` = 1', '`metrics.x` = 1'],
    ['commit = 12e4567', "commit = '12e4567'"],
    ['', ''],
  ])('writes %s as %s', (source, text) => {
    expect(printQuery(parseQuery(source))).toBe(text);
  });
});

describe('chips', () => {
  it('are the conditions of a conjunction, with what is more than a condition as one of them', () => {
    const chips = chipsOf(
      parseQuery("metrics.auc > 0.8 and (a = 1 or b = 2) and params.m not in ('x', 'y')"),
    );
    expect(chips).toMatchObject([
      { kind: 'condition', label: 'metrics.auc', operator: '>', valueText: '0.8' },
      { kind: 'advanced', text: 'a = 1 OR b = 2' },
      { kind: 'condition', label: 'params.m', operator: 'NOT IN', valueText: "'x', 'y'" },
    ]);
  });

  it('go one by one', () => {
    const chips = chipsOf(parseQuery('a = 1 and b = 2'));
    expect(textOfChips(chips.toSpliced(0, 1))).toBe('b = 2');
  });
});
