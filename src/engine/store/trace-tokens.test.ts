import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { createSeededRandom } from '../core/learning/seeded-random.ts';
import type { Store } from '../ports/store-handles.ts';
import { traceTagsOf } from './trace-details.ts';
import { traceRows } from './trace-lists.ts';
import { addSpans, type StoredSpan } from './traces.ts';

const span = (id: string, parentId: string | null, total: number | null): StoredSpan => ({
  ...{ id, parentId, name: id, type: 'LLM', status: 'ok', startNs: 0n, endNs: 1n },
  tokens: total === null ? null : { input: total, output: 0, total },
  // As a later full count reads it.
  documentJson: JSON.stringify({
    attributes:
      total === null
        ? []
        : [
            {
              key: 'mlflow.chat.tokenUsage',
              value: {
                string_value: JSON.stringify({ input_tokens: total, output_tokens: 0, total_tokens: total }),
              },
            },
          ],
  }),
});

/** The definition: what spans count that hang on the top and have none above them that counts. */
const expectedTotal = (spans: ReadonlyMap<string, StoredSpan>): number => {
  let total = 0;
  for (const { id, parentId, tokens } of spans.values()) {
    const seen = new Set([id]);
    let above = parentId;
    let isTop = tokens !== null;
    while (isTop && above !== null) {
      const parent = spans.get(above);
      if (parent === undefined) break;
      isTop = parent.tokens === null && !seen.has(above);
      seen.add(above);
      above = parent.parentId;
    }
    if (isTop) total += tokens?.total ?? 0;
  }
  return total;
};

it.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'adds up what the topmost spans count, in whatever order they come, again and in rings (%i)',
  (seed) => {
    const random = createSeededRandom(seed);
    const { reader, write } = openTestStore();
    const known = new Map<string, StoredSpan>();
    const pick = (count: number) => Math.floor(random() * count);
    // The first half never has rings, as traces do.
    const hasRings = seed % 2 === 1;
    for (let batch = 0; batch < 40; batch += 1) {
      const spans = Array.from({ length: 1 + pick(seed < 10 ? 3 : 12) }, () => {
        const number = pick(14);
        const parent = hasRings ? pick(15) - 1 : pick(number + 1) - 1;
        return span(`s${number}`, parent < 0 ? null : `s${parent}`, pick(3) === 0 ? pick(50) : null);
      });
      write((writer) => addSpans(writer, { id: 'tr-1', experimentId: 0 }, spans));
      for (const each of spans) known.set(each.id, each);
      expect(traceRows(reader, ['tr-1'])[0]?.tokens?.total ?? 0, `batch ${batch}`).toBe(expectedTotal(known));
    }
  },
);

it('counts a trace that was stored before its spans were counted one by one', () => {
  const { reader, write } = openTestStore();
  write((writer) => {
    addSpans(writer, { id: 'tr-1', experimentId: 0 }, [span('a', null, null), span('b', 'a', 5)]);
    writer.run('UPDATE traces SET has_span_tokens = 0');
    writer.run('DELETE FROM span_tokens');
    addSpans(writer, { id: 'tr-1', experimentId: 0 }, [span('c', 'a', 2), span('d', 'b', 4)]);
  });
  expect(traceRows(reader, ['tr-1'])[0]?.tokens?.total).toBe(7);
  expect(traceTagsOf(reader, 'tr-1')).toEqual({});
});

/** How many rows writing the spans reads. */
const readRows = (write: Store['write'], spans: readonly StoredSpan[]): number => {
  let rows = 0;
  write((writer) => {
    const counted = new Proxy(writer, {
      get: (target, name: keyof typeof writer) => {
        const method = target[name];
        if (typeof method !== 'function' || name === 'run') return method;
        return (...given: unknown[]) => {
          const found = (method as (...given: unknown[]) => unknown).apply(target, given);
          rows += Array.isArray(found) ? found.length : 1;
          return found;
        };
      },
    });
    addSpans(counted, { id: 'tr-1', experimentId: 0 }, spans);
  });
  return rows;
};

it('counts spans that come as a ring once the ring is opened', () => {
  const { reader, write } = openTestStore();
  const total = (...spans: StoredSpan[]): number => {
    write((writer) => addSpans(writer, { id: 'tr-1', experimentId: 0 }, spans));
    return traceRows(reader, ['tr-1'])[0]?.tokens?.total ?? 0;
  };
  expect(total(span('a', 'b', null), span('b', 'a', null), span('c', 'b', 3))).toBe(0);
  expect(total(span('a', null, null))).toBe(3);
  expect(total(span('d', 'a', 4))).toBe(7);
});

it('reads no more of a long trace for its last spans than for its first', () => {
  const { write } = openTestStore();
  const batch = (from: number) =>
    Array.from({ length: 10 }, (_, index) => span(`s${from + index}`, from + index === 0 ? null : 's0', 1));
  const first = readRows(write, batch(0));
  for (let from = 10; from < 2000; from += 10) readRows(write, batch(from));
  expect(readRows(write, batch(2000))).toBeLessThanOrEqual(2 * first);
});

it.each(['parents', 'children'])(
  'reads no more for a batch deep in a trace than for its first: %s first',
  (order) => {
    const { write } = openTestStore();
    const depth = 3000;
    const batch = (from: number) =>
      Array.from({ length: 100 }, (_, index) => {
        const level = order === 'parents' ? from + index : depth - from - index;
        return span(`s${level}`, level === 0 ? null : `s${level - 1}`, null);
      });
    const first = readRows(write, batch(0));
    for (let from = 100; from < depth; from += 100)
      expect(readRows(write, batch(from)), `from ${from}`).toBeLessThanOrEqual(2 * first);
  },
);

it('climbs to the top once for a batch', () => {
  const { write } = openTestStore();
  const depth = 500;
  const chain = Array.from({ length: depth }, (_, level) =>
    span(`s${level}`, level === 0 ? null : `s${level - 1}`, null),
  );
  readRows(write, chain);
  const leaves = Array.from({ length: 200 }, (_, index) => span(`leaf${index}`, `s${depth - 1}`, 1));
  expect(readRows(write, leaves)).toBeLessThan(2 * depth + 10 * leaves.length);
});
