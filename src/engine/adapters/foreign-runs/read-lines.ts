import { closeSync } from 'node:fs';
import { openGuarded, readSome, UnreadableFile } from './guarded-files.ts';

const chunkBytes = 1024 * 1024;
const smallBytes = 4096;
/** Longer than any real line; a file without line ends must not fill the memory. */
const maxLineBytes = 1024 * 1024;
const newline = 10;
const smallBuffer = Buffer.allocUnsafe(smallBytes);

/** The lines of a file of any size, without their ends. Errors (`UnreadableFile`): missing, a link, an endless line. */
export function* readLines(path: string): Generator<string> {
  const file = openGuarded(path);
  try {
    const byteCount = readSome(file, smallBuffer, 0);
    // Most files are this small: one read, no buffer of their own. The text is taken before anybody else uses the buffer.
    if (byteCount < smallBytes) yield* splitLines(smallBuffer.toString('utf8', 0, byteCount));
    else yield* readLongLines(file);
  } finally {
    closeSync(file);
  }
}

function* readLongLines(file: number): Generator<string> {
  const buffer = Buffer.allocUnsafe(chunkBytes + maxLineBytes);
  let position = 0;
  let kept = 0;
  for (;;) {
    const byteCount = readSome(file, buffer.subarray(kept, kept + chunkBytes), position);
    position += byteCount;
    const length = kept + byteCount;
    const end = byteCount === 0 ? length : buffer.lastIndexOf(newline, length - 1) + 1;
    if (end > 0) yield* splitLines(buffer.toString('utf8', 0, end));
    if (byteCount === 0) return;
    kept = length - end;
    if (kept > maxLineBytes) throw new UnreadableFile(`A line of it is longer than ${maxLineBytes} bytes.`);
    buffer.copyWithin(0, end, length);
  }
}

const splitLines = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};
