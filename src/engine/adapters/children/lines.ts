import type { Readable } from 'node:stream';

/** Longer lines are cut into pieces: a program that never ends its line must not fill our memory. */
const longestLine = 16_384;

/** Calls back for each line of a stream, and for the rest that has no line break when it ends. */
export const eachLine = (stream: Readable, onLine: (line: string) => void): void => {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    for (; rest.length > longestLine; rest = rest.slice(longestLine)) onLine(rest.slice(0, longestLine));
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
};
