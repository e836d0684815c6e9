import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSegmentFileName, segmentFileName } from '../shared/model/prediction-segments.ts';

export interface PredictionLog {
  /** Resolves when the lines are with the operating system, or could not be; never rejects. */
  append(lines: string): Promise<void>;
  /** Why lines are being lost, null when they are not. */
  readonly problem: string | null;
  close(): Promise<void>;
}

/** A new file is begun when the current one would grow beyond this. */
export const maxSegmentBytes = 64 * 1024 * 1024;

const retryAfterMs = 1000;

/**
 * Appends lines to `predictions-<UTC date>-<n>.jsonl`. All lines that come while a write is under way go out together in the next one.
 * A line that has been appended survives the death of this process, not a power failure: there is no fsync.
 *
 * Predictions go on when the log cannot be written (a full disk must not take a service down); `onFailure` is told, and the
 * log tries again with every group after a second.
 */
export function createPredictionLog(options: {
  folder: string;
  nowMs?: () => number;
  segmentBytes?: number;
  onFailure: (problem: string, lostLines: number) => void;
}): PredictionLog {
  const { folder, nowMs = Date.now, segmentBytes = maxSegmentBytes, onFailure } = options;
  const segments = createSegments(folder, segmentBytes);
  let waiting: { text: string; done: () => void }[] = [];
  let writing: Promise<void> | null = null;
  let problem: string | null = null;
  let retryAtMs = 0;

  const writeGroup = async (text: string): Promise<void> => {
    if (problem !== null && nowMs() < retryAtMs) return onFailure(problem, countLines(text));
    try {
      await segments.write(text, utcDate(nowMs()));
      problem = null;
    } catch (thrown) {
      problem = (thrown as Error).message;
      retryAtMs = nowMs() + retryAfterMs;
      onFailure(problem, countLines(text));
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await writeGroup(group.length === 1 ? group[0]!.text : group.map(({ text }) => text).join(''));
      for (const { done } of group) done();
    }
    writing = null;
  };

  return {
    append(text) {
      return new Promise((done) => {
        waiting.push({ text, done });
        writing ??= drain();
      });
    },
    get problem() {
      return problem;
    },
    async close() {
      await writing;
      await segments.close();
    },
  };
}

/** The files of a log: which one is written now, and when the next one begins. */
function createSegments(folder: string, segmentBytes: number) {
  let current: { file: FileHandle; date: string; number: number; sizeBytes: number } | null = null;

  const close = async (): Promise<void> => {
    const closing = current;
    current = null;
    await closing?.file.close();
  };

  const begin = async (date: string, number: number) => {
    await close();
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, segmentFileName({ date, number })), 'a+');
    current = { file, date, number, sizeBytes: await endLastLine(file) };
    return current;
  };

  const segmentFor = async (date: string, bytes: number) => {
    const segment = current?.date === date ? current : await begin(date, await lastNumber(folder, date));
    const isFull = segment.sizeBytes > 0 && segment.sizeBytes + bytes > segmentBytes;
    return isFull ? begin(date, segment.number + 1) : segment;
  };

  return {
    async write(text: string, date: string): Promise<void> {
      const bytes = Buffer.from(text);
      const segment = await segmentFor(date, bytes.length);
      try {
        await segment.file.appendFile(bytes);
        segment.sizeBytes += bytes.length;
      } catch (thrown) {
        // A write that stopped half-way leaves a torn line; opening the file again ends it.
        await close().catch(() => undefined);
        throw thrown;
      }
    },
    close,
  };
}

/** Ends a line that an earlier process did not finish, so that it cannot swallow the next one. Answers the file's size. */
async function endLastLine(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  if (size === 0) return 0;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] === 0x0a) return size;
  await file.appendFile('\n');
  return size + 1;
}

async function lastNumber(folder: string, date: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const segments = names.map(parseSegmentFileName).filter((segment) => segment?.date === date);
  return Math.max(1, ...segments.map((segment) => segment!.number));
}

const utcDate = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);
const countLines = (text: string): number => text.split('\n').length - 1;
