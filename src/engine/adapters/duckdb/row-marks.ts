import { open } from 'node:fs/promises';
import { createRecordScanner } from '../../core/artifacts/csv-records.ts';
import type { WorkContext } from '../../ports/data-engine.ts';
import { throwIfCancelled } from './session.ts';

const partBytes = 4 * 2 ** 20;
/** Between two marks: a window of rows is found by reading at most this many too many. */
const recordsPerMark = 256;

/** Where the records of a large text file begin, known as far as it was read. */
export interface RowMarks {
  readonly recordCount: number;
  readonly isComplete: boolean;
  /** Reads on until so many records are known, or so many bytes were read, or the file ends. */
  advance(until: { records: number } | { bytes: number }, context: WorkContext): Promise<void>;
  /** The part of the file that holds these records, and how many others stand before them in it. */
  span(first: number, count: number): { start: number; end: number; skipped: number };
}

/** Nothing of the file is kept but the place of every 256th record: 50 million rows are 1.6 MB of numbers. */
export const createRowMarks = (file: string, sizeBytes: number, delimiter: number | null): RowMarks => {
  const scanner = createRecordScanner(delimiter);
  const marks: number[] = [0];
  let recordCount = 0;
  let lastEnd = 0;
  let scannedBytes = 0;
  let running: Promise<void> = Promise.resolve();

  const onEnd = (position: number) => {
    recordCount += 1;
    lastEnd = position;
    if (recordCount % recordsPerMark === 0) marks.push(position);
  };
  const isComplete = () => scannedBytes >= sizeBytes;

  const read = async (isEnough: () => boolean, { signal, progress }: WorkContext): Promise<void> => {
    if (isComplete() || isEnough()) return;
    const handle = await open(file);
    try {
      const buffer = Buffer.allocUnsafe(partBytes);
      while (!isComplete() && !isEnough()) {
        throwIfCancelled(signal);
        const { bytesRead } = await handle.read(buffer, 0, partBytes, scannedBytes);
        scanner.scan(buffer.subarray(0, bytesRead), onEnd);
        // A file that became shorter ends here.
        scannedBytes = bytesRead === 0 ? sizeBytes : scannedBytes + bytesRead;
        progress?.({ phase: 'Counting rows', completed: scannedBytes, total: sizeBytes });
      }
      // The last line may have no line break.
      if (isComplete() && lastEnd < sizeBytes) onEnd(sizeBytes);
    } finally {
      await handle.close();
    }
  };

  return {
    get recordCount() {
      return recordCount;
    },
    get isComplete() {
      return isComplete();
    },
    advance(until, context) {
      const isEnough = () =>
        'records' in until ? recordCount >= until.records : scannedBytes >= until.bytes;
      const next = running.catch(() => undefined).then(() => read(isEnough, context));
      running = next;
      return next;
    },
    span(first, count) {
      const mark = Math.min(Math.floor(first / recordsPerMark), marks.length - 1);
      const endMark = Math.ceil((first + count) / recordsPerMark);
      return {
        start: marks[mark]!,
        end: marks[endMark] ?? lastEnd,
        skipped: first - mark * recordsPerMark,
      };
    },
  };
};
