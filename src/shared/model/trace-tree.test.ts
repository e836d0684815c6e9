import { describe, expect, it } from 'vitest';
import type { SpanOutline } from './trace.ts';
import { openRows, spanTree, traceExtentMs } from './trace-tree.ts';

const span = (
  id: string,
  parentId: string | null,
  startMs: number,
  durationMs: number | null,
  status: SpanOutline['status'] = 'ok',
): SpanOutline => ({ id, parentId, name: id, type: 'UNKNOWN', status, startMs, durationMs });

const drawn = (spans: readonly SpanOutline[]) =>
  spanTree(spans).map(({ span: { id }, depth, selfMs, problem }) => [id, depth, selfMs, problem]);

describe('a tree of spans', () => {
  it('has children below their parents in the order they began, with the time that is their own', () => {
    const rows = spanTree([
      span('late', 'root', 60, 30),
      span('root', null, 0, 100),
      span('early', 'root', 10, 30),
      span('leaf', 'early', 12, 8, 'error'),
    ]);
    expect(rows.map(({ span: { id }, depth }) => `${' '.repeat(depth)}${id}`)).toEqual([
      'root',
      ' early',
      '  leaf',
      ' late',
    ]);
    expect(rows.map(({ selfMs }) => selfMs)).toEqual([40, 22, 8, 30]);
    expect(rows.map(({ descendantCount }) => descendantCount)).toEqual([3, 1, 0, 0]);
    expect(rows.map(({ hasFailureBelow }) => hasFailureBelow)).toEqual([true, true, false, false]);
    expect(rows.map(({ parentPlace }) => parentPlace)).toEqual([-1, 0, 1, 0]);
    expect(openRows(rows, new Set(['early'])).map((row) => row.span.id)).toEqual(['root', 'early', 'late']);
    expect(openRows(rows, new Set(['root'])).map((row) => row.span.id)).toEqual(['root']);
  });

  it('counts the time of children that overlap, outlive it or go on only once', () => {
    const own = (...children: SpanOutline[]) =>
      spanTree([span('root', null, 0, 100), ...children])[0]?.selfMs;
    expect(own(span('a', 'root', 10, 40), span('b', 'root', 30, 40))).toBe(40);
    expect(own(span('a', 'root', 90, 500))).toBe(90);
    expect(own(span('a', 'root', 25, null))).toBe(25);
    expect(own(span('a', 'root', -50, 60))).toBe(90);
    expect(own(span('a', 'root', 10, 50), span('b', 'root', 20, 10))).toBe(50);
    expect(spanTree([span('open', null, 0, null)])[0]?.selfMs).toBeNull();
  });

  it('shows every span once, whatever is said of parents and times', () => {
    expect(drawn([span('lost', 'nobody', 5, 1), span('root', null, 0, 9)])).toEqual([
      ['root', 0, 9, null],
      ['lost', 0, 1, 'orphan'],
    ]);
    expect(drawn([span('a', 'b', 0, 9), span('b', 'c', 1, 5), span('c', 'a', 2, 1)])).toEqual([
      ['a', 0, 8, 'cycle'],
      ['c', 1, 0, null],
      ['b', 2, 5, 'before-parent'],
    ]);
    expect(drawn([span('self', 'self', 0, 3)])).toEqual([['self', 0, 3, 'cycle']]);
    expect(
      drawn([span('root', null, 4, 5), span('child', 'root', 1, 2), span('back', 'root', 5, -3)]),
    ).toEqual([
      ['root', 0, 5, null],
      ['child', 1, 2, 'before-parent'],
      ['back', 1, null, 'ends-before-start'],
    ]);
  });

  it('stands chains as long as a trace', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      span(`s${index}`, index === 0 ? null : `s${index - 1}`, index, 40_000 - 2 * index),
    );
    const rows = spanTree(chain);
    expect([rows.length, rows.at(-1)?.depth, rows[0]?.descendantCount]).toEqual([20_000, 19_999, 19_999]);
  });
});

it('extends to the last end that is known', () => {
  expect(traceExtentMs([span('a', null, 0, 5), span('b', 'a', 3, null), span('c', 'a', 4, 7)])).toBe(11);
  expect(traceExtentMs([])).toBe(0);
});
