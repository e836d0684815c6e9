import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { addRun } from '../../../test/support/run-store.ts';
import { createSeededRandom } from '../core/learning/seeded-random.ts';
import { findKeyNumber } from './keys.ts';
import { type HistoryPosition, historyPage, logPoints } from './run-metrics.ts';
import { runNumberOf } from './run-number.ts';

it.each(Array.from({ length: 12 }, (_, seed) => seed))(
  'reads a history page by page in order of time, step and value, in whatever order it was logged (%i)',
  (seed) => {
    const random = createSeededRandom(seed);
    const store = openTestStore();
    addRun(store, { id: 'a' });
    // Times that rise with steps, those that hardly do, and those that have nothing to do with them.
    const disorder = [0, 2, 50][seed % 3]!;
    const pointsOfStep = seed < 6 ? 2 : 1;
    const points = Array.from({ length: 60 }, (_, index) => ({
      key: 'loss',
      step: Math.floor(index / pointsOfStep),
      timestampMs: 10 * Math.floor(index / pointsOfStep) + Math.floor(random() * disorder * 10),
      value: index,
    }));
    const shuffled = points
      .map((point) => ({ point, at: seed % 2 === 0 ? 0 : random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ point }) => point);
    for (let from = 0; from < shuffled.length; from += 7)
      store.write((writer) => logPoints(writer, 'a', shuffled.slice(from, from + 7)));

    const series = { run: runNumberOf(store.reader, 'a'), key: findKeyNumber(store.reader, 'loss') ?? -1 };
    const read: unknown[] = [];
    const orders = new Set<string>();
    for (let after: HistoryPosition | undefined; ; ) {
      const page = historyPage(store.reader, { ...series, after, limit: 9 });
      read.push(...page.points.map(({ timestamp_ms, step, value }) => [timestamp_ms, step, value]));
      orders.add(page.order);
      if (!page.hasMore) break;
      after = { ...page.points.at(-1)!, order: page.order };
    }
    const expected = points
      .map(({ timestampMs, step, value }) => [timestampMs, step, value] as const)
      .sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
    expect(read).toEqual(expected);
    const rises = points.every((point) =>
      points.every((other) => other.step <= point.step || other.timestampMs >= point.timestampMs),
    );
    expect([...orders]).toEqual([rises ? 'step' : 'time']);
  },
);
