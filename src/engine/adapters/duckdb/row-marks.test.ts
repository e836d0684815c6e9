import { describe, expect, it } from 'vitest';
import { dataFile } from '../../../../test/support/table-reader.ts';
import { createRowMarks } from './row-marks.ts';

const rowCount = 150_000;
const row = (index: number) => `${String(index).padStart(7, '0')},${'x'.repeat(91)}\n`;
const marksOf = (content: string) => {
  const path = dataFile('rows.csv', content);
  return createRowMarks(path, Buffer.byteLength(content), ','.charCodeAt(0));
};
const large = () => marksOf(Array.from({ length: rowCount }, (_, index) => row(index)).join(''));
const all = { records: Number.POSITIVE_INFINITY };

describe('the places of rows', () => {
  it('are known to the byte, wherever a window begins', async () => {
    const marks = large();
    await marks.advance(all, {});
    expect(marks.recordCount).toBe(rowCount);
    for (const first of [0, 1, 255, 256, 257, 99_999, rowCount - 1]) {
      const { start, end, skipped } = marks.span(first, 1);
      expect(start + skipped * 100).toBe(first * 100);
      expect(end).toBeGreaterThanOrEqual((first + 1) * 100);
    }
  });

  it('of the beginning are answered while another counts to the end', async () => {
    const marks = large();
    const counted = marks.advance(all, {});
    await marks.advance({ records: 10 }, {});
    expect(marks.isComplete).toBe(false);
    await counted;
    expect(marks.isComplete).toBe(true);
  });

  it('are read on by those who wait when the one who read is cancelled', async () => {
    const marks = large();
    const abort = new AbortController();
    const cancelled = marks.advance(all, { signal: abort.signal, progress: () => abort.abort() });
    const waited = marks.advance(all, {});
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await waited;
    expect(marks.recordCount).toBe(rowCount);
  });

  it('count the last row without a line break once', async () => {
    const marks = marksOf('a,b\n1,2\n3,4');
    await marks.advance(all, {});
    await marks.advance(all, {});
    expect(marks.recordCount).toBe(3);
    expect(marks.span(2, 1)).toEqual({ start: 0, end: 11, skipped: 2 });
  });
});
