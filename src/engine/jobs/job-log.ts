import { appendFileSync, createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from '../ports/surroundings.ts';

const batchMs = 200;
const batchLines = 200;
/** A program that never stops talking may not fill the disk. */
const largestLogBytes = 64 * 1024 * 1024;

export interface JobLog {
  write(line: string): void;
  /** Writes what is waiting. */
  flush(): void;
}

export const jobLogFile = (logsFolder: string, jobId: string): string => join(logsFolder, `${jobId}.log`);

/** Appends lines in batches, so that a talkative program costs a few writes a second; each batch is told to `onLines`. */
export const createJobLog = ({
  file,
  logger,
  onLines,
}: {
  file: string;
  logger: Logger;
  onLines: (lines: string[]) => void;
}): JobLog => {
  mkdirSync(dirname(file), { recursive: true });
  let sizeBytes = existsSync(file) ? statSync(file).size : 0;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    append(lines);
    onLines(lines);
  };

  const append = (lines: readonly string[]): void => {
    if (sizeBytes >= largestLogBytes) return;
    const text = `${lines.join('\n')}\n`;
    sizeBytes += Buffer.byteLength(text);
    const end = sizeBytes >= largestLogBytes ? 'The log ends here: it has reached its largest size.\n' : '';
    try {
      appendFileSync(file, text + end);
    } catch (thrown) {
      // A log that cannot be written is no reason to lose the job.
      logger.error('Job log cannot be written', { path: file, reason: String(thrown) });
    }
  };

  const write = (text: string): void => {
    // A line is a line also when a program puts several into one.
    waiting.push(...text.split(/\r?\n/));
    if (waiting.length >= batchLines) flush();
    else timer ??= setTimeout(flush, batchMs);
  };

  return { write, flush };
};

/** Some lines of a log, and how many there are. A log that was never begun is empty. */
export const readJobLog = async (
  file: string,
  { fromLine, limit }: { fromLine: number; limit: number },
): Promise<{ lines: string[]; fromLine: number; totalLines: number }> => {
  const lines: string[] = [];
  let totalLines = 0;
  if (existsSync(file)) {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      if (totalLines >= fromLine && lines.length < limit) lines.push(line);
      totalLines += 1;
    }
  }
  return { lines, fromLine, totalLines };
};
