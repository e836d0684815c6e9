import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { createSeededRandom } from '../core/learning/seeded-random.ts';
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
      const spans = Array.from({ length: 1 + pick(3) }, () => {
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

it('reads no more of a long trace for its last spans than for its first', () => {
  const { write } = openTestStore();
  const batch = (from: number) =>
    Array.from({ length: 10 }, (_, index) => span(`s${from + index}`, from + index === 0 ? null : 's0', 1));
  const read = (spans: StoredSpan[]) => {
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
  const first = read(batch(0));
  for (let from = 10; from < 2000; from += 10) read(batch(from));
  expect(read(batch(2000))).toBeLessThanOrEqual(2 * first);
});
