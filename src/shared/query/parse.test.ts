import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse.ts';

const key = (entity: string, name: string) => ({ entity, name });

describe('parseQuery', () => {
  it('reads what MLflow reads', () => {
    expect(parseQuery("metrics.auc >= 0.8 and params.`my key` != 'x'")).toEqual({
      kind: 'and',
      operands: [
        {
          kind: 'compare',
          key: key('metric', 'auc'),
          comparator: '>=',
          value: { kind: 'number', value: 0.8 },
        },
        {
          kind: 'compare',
          key: key('parameter', 'my key'),
          comparator: '!=',
          value: { kind: 'text', value: 'x' },
        },
      ],
    });
  });

  it('binds AND tighter than OR, and NOT tightest', () => {
    const parsed = parseQuery('a = 1 or not b = 2 and c = 3');
    expect(parsed).toMatchObject({
      kind: 'or',
      operands: [
        { key: { name: 'a' } },
        { kind: 'and', operands: [{ kind: 'not' }, { key: { name: 'c' } }] },
      ],
    });
  });

  it('takes parentheses, IN, BETWEEN, LIKE, IS NULL and regular expressions', () => {
    expect(parseQuery('(tags.team in (a, "b c"))')).toMatchObject({
      kind: 'in',
      values: [{ value: 'a' }, { value: 'b c' }],
    });
    expect(parseQuery('metrics.loss not between -1e-3 and .5')).toMatchObject({
      kind: 'and',
      operands: [
        { kind: 'present' },
        { kind: 'not', operand: { kind: 'between', low: { value: -0.001 }, high: { value: 0.5 } } },
      ],
    });
    expect(parseQuery("name ILIKE 'Bold%'")).toMatchObject({
      key: key('attribute', 'name'),
      comparator: 'ilike',
    });
    expect(parseQuery('params.depth is null')).toMatchObject({ kind: 'not', operand: { kind: 'present' } });
    expect(parseQuery("tags.x =~ '^a.*'")).toMatchObject({ comparator: 'regex' });
  });

  it.each([
    ['metrics.5fold > 1', 'metric', '5fold'],
    ['metrics.2nd_loss > 0', 'metric', '2nd_loss'],
    ['metrics.inf > 1', 'metric', 'inf'],
    ['metrics.top.5 > 1', 'metric', 'top.5'],
    ['params.layers.0 = 1', 'parameter', 'layers.0'],
    ['metrics.mAP@0.5 > 1', 'metric', 'mAP@0.5'],
    ['tags.v1.2.x = 1', 'tag', 'v1.2.x'],
    ['metrics.2026-11-01>1', 'metric', '2026-11-01'],
    ['metrics.a.`b c` > 1', 'metric', 'a.b c'],
    ["tags.`k``b` = 'a'", 'tag', 'k`b'],
  ])('reads the key of %s', (source, entity, name) => {
    expect(parseQuery(source)).toMatchObject({ key: key(entity, name) });
  });

  it('leaves keys without a prefix open, dots included', () => {
    expect(parseQuery('lr.decay = fast')).toMatchObject({
      key: key('any', 'lr.decay'),
      value: { kind: 'text', value: 'fast' },
    });
    expect(parseQuery('status = finished')).toMatchObject({ key: key('attribute', 'status') });
  });

  it('says nothing about an empty filter', () => {
    expect(parseQuery('  ')).toBeNull();
  });

  it.each([
    ['metrics.auc >', /Expected a value, but the filter ends \(at character 14\)/],
    ['metrics.auc 0.8', /Expected a comparison .* found “0.8” \(at character 13\)/],
    ["params.a = 'x", /not closed; add ' where it ends \(at character 12\)/],
    ['a = 1 b = 2', /Expected AND, OR or the end of the filter, found “b” \(at character 7\)/],
    ['attributes.colour = 1', /A run has no “colour”; there is name/],
    ['(a = 1', /Expected “\)”, but the filter ends/],
  ])('points at the mistake in %s', (source, message) => {
    expect(() => parseQuery(source)).toThrow(message);
  });
});
