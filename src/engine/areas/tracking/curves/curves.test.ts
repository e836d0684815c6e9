import { describe, expect, it, onTestFinished } from 'vitest';
import { openTestProject } from '../../../../../test/support/project-services.ts';
import { addRun } from '../../../../../test/support/run-store.ts';
import { runComparisonContract } from '../../../../shared/contract/run-comparison.ts';
import { keyNumber } from '../../../store/keys.ts';
import { logPoints } from '../../../store/run-metrics.ts';
import { runNumberOf } from '../../../store/run-number.ts';
import { createRunComparisonArea } from '../create-run-comparison-area.ts';

const run = 'a'.repeat(32);

/** Values of `loss` at steps 0, 1, 2 …, a second apart; NaN is a gap. */
const openWith = (values: readonly number[], startedAtMs = 0) => {
  const services = openTestProject();
  addRun(services.store, { id: run, startedAtMs });
  const log = (key: string, logged: readonly number[], firstStep = 0) =>
    services.store.write((writer) =>
      logPoints(
        writer,
        run,
        logged.map((value, index) => ({
          ...{ key, value, step: firstStep + index },
          timestampMs: startedAtMs + (firstStep + index) * 1000,
        })),
      ),
    );
  if (values.length > 0) log('loss', values);
  /** Writes a long history at once, one point of which is 99 among zeros, ones and twos. */
  const fill = (count: number, spike: number) =>
    services.store.write((writer) => {
      const series = [runNumberOf(writer, run), keyNumber(writer, 'loss')];
      writer.run(
        `INSERT INTO run_metrics (run_number, key_number, step, timestamp_ms, value)
         WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < ?)
         SELECT ?, ?, step, step, CASE step WHEN ? THEN 99 ELSE step % 3 END FROM steps`,
        [count - 1, ...series, spike],
      );
      writer.run(
        `INSERT INTO run_metric_summaries (run_number, key_number, step, timestamp_ms, value, point_count, nan_count)
         VALUES (?, ?, ?, ?, ?, ?, 0)`,
        [...series, count - 1, count - 1, (count - 1) % 3, count],
      );
    });
  const { handlers, close } = createRunComparisonArea(services);
  onTestFinished(() => close());
  const ask = (request: object = {}) =>
    handlers['runs.curves'](
      runComparisonContract['runs.curves'].input.parse({ runs: [run], keys: ['loss'], ...request }),
    );
  return { log, fill, ask };
};

const drawn = ({ curves }: Awaited<ReturnType<ReturnType<typeof openWith>['ask']>>) => curves[0]!;

describe('curves', () => {
  it('keep a spike of one point among a million at every zoom', async () => {
    const { ask, fill } = openWith([]);
    const count = 1_000_000;
    const spike = 623_456;
    fill(count, spike);
    await ask();
    for (let width = count; width > 50; width /= 7) {
      const from = Math.max(0, spike - width / 2);
      const startedAtMs = performance.now();
      const found = drawn(await ask({ window: { from, to: from + width }, width: 300 }));
      const tookMs = Math.round(performance.now() - startedAtMs);
      console.log(`zoom to ${Math.round(width)} of ${count} points: ${tookMs} ms`);
      expect(Math.max(...found.y.map(Number))).toBe(99);
      expect(found.pointsDrawn).toBeLessThanOrEqual(4 * 300);
      expect(found.totalPoints).toBe(count);
    }
  });

  it('are current when points were added, behind the others or between them', async () => {
    const { log, ask } = openWith([1, 2, 3]);
    expect(drawn(await ask()).y).toEqual([1, 2, 3]);
    log('loss', [4], 3);
    expect(drawn(await ask()).y).toEqual([1, 2, 3, 4]);
    log('loss', [0], -1);
    expect(drawn(await ask())).toMatchObject({ x: [-1, 0, 1, 2, 3], y: [0, 1, 2, 3, 4] });
  });

  it('break at what is no number, and say how often', async () => {
    const { ask } = openWith([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5]);
    expect(drawn(await ask())).toMatchObject({ y: [1, null, 3, null, 5], gaps: 1, infinities: 1 });
    expect(drawn(await ask()).notFinite).toEqual([
      { x: 1, value: 'NaN' },
      { x: 3, value: 'Infinity' },
    ]);
  });

  it('run over seconds, over the clock, or over another metric', async () => {
    const { log, ask } = openWith([1, 2, 3], 60_000);
    log('epoch', [10, 20, 30]);
    expect(drawn(await ask({ x: { kind: 'relative' } })).x).toEqual([0, 1, 2]);
    expect(drawn(await ask({ x: { kind: 'wall' } })).x).toEqual([60_000, 61_000, 62_000]);
    expect(drawn(await ask({ x: { kind: 'metric', key: 'epoch' } })).x).toEqual([10, 20, 30]);
    expect((await ask({ x: { kind: 'metric', key: 'nothing' } })).curves).toEqual([]);
  });

  it('leave out what a logarithmic axis has no place for', async () => {
    const { ask } = openWith([-1, 10, 100]);
    const found = await ask({ xScale: 'log', yScale: 'log' });
    expect(found.extent).toEqual({ from: 1, to: 2 });
    expect(drawn(found)).toMatchObject({ x: [1, 2], y: [10, 100] });
    expect(drawn(await ask({ yScale: 'log' })).y).toEqual([null, 10, 100]);
  });

  it('count what has no place on a logarithmic axis as that, and not as NaN', async () => {
    const { ask } = openWith([0, -1, 10, Number.NaN, Number.NEGATIVE_INFINITY, 100]);
    expect(drawn(await ask({ yScale: 'log' }))).toMatchObject({
      ...{ gaps: 1, infinities: 1, leftOut: 2, pointsInWindow: 6, pointsDrawn: 2 },
    });
    expect(drawn(await ask({ yScale: 'log', window: { from: 1, to: 9 } })).leftOut).toBe(1);
    expect(drawn(await ask({ xScale: 'log' })).leftOut).toBe(1);
    expect(drawn(await ask())).toMatchObject({ gaps: 1, leftOut: 0, pointsDrawn: 4 });
  });

  it('say what they were asked for', async () => {
    const { ask } = openWith([1, 2]);
    const question = { x: { kind: 'relative' }, xScale: 'log', yScale: 'log' };
    expect(await ask(question)).toMatchObject(question);
  });

  it('are smoothed over all points, beside those recorded', async () => {
    const { ask } = openWith([0, 1, 0, 1]);
    const found = drawn(await ask({ smoothing: { name: 'running_mean', amount: 2 } }));
    expect(found.y).toEqual([0, 1, 0, 1]);
    expect(found.smoothed?.y.at(-1)).toBe(0.5);
  });
});
