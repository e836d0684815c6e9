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
  let isReading = false;
  let waiting: (() => void)[] = [];

  const onEnd = (position: number) => {
    recordCount += 1;
    lastEnd = position;
    if (recordCount % recordsPerMark === 0) marks.push(position);
  };
  const isComplete = () => scannedBytes >= sizeBytes;

  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };

  const readUntil = async (isEnough: () => boolean, { signal, progress }: WorkContext): Promise<void> => {
    const handle = await open(file);
    try {
      const buffer = Buffer.allocUnsafe(partBytes);
      while (!isComplete() && !isEnough()) {
        throwIfCancelled(signal);
        const { bytesRead } = await handle.read(buffer, 0, partBytes, scannedBytes);
        scanner.scan(buffer.subarray(0, bytesRead), onEnd);
        // A file that became shorter ends here.
        scannedBytes = bytesRead === 0 ? sizeBytes : scannedBytes + bytesRead;
        // The last line may have no line break.
        if (isComplete() && lastEnd < sizeBytes) onEnd(sizeBytes);
        progress?.({ phase: 'Counting rows', completed: scannedBytes, total: sizeBytes });
        wake();
      }
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
    async advance(until, context) {
      const isEnough = () =>
        'records' in until ? recordCount >= until.records : scannedBytes >= until.bytes;
      while (!isComplete() && !isEnough()) {
        throwIfCancelled(context.signal);
        // One reads for all; whoever needs less than it goes on as soon as that is known.
        if (isReading) {
          await new Promise<void>((go) => waiting.push(go));
          continue;
        }
        isReading = true;
        try {
          await readUntil(isEnough, context);
        } finally {
          isReading = false;
          wake();
        }
      }
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
