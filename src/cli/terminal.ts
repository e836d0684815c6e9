import { formatDuration, formatNumber } from '../shared/model/format.ts';
import type { Progress } from '../shared/model/progress.ts';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Terminal {
  /** With --json the document, else what `text` makes of it. */
  result(document: unknown, text: () => string): void;
  note(line: string): void;
  progress(progress: Progress): void;
  /** Ends a line that progress keeps overwriting. */
  settle(): void;
}

export const createTerminal = ({ isJson }: { isJson: boolean }): Terminal => {
  let shownWidth = 0;
  const settle = (): void => {
    if (shownWidth > 0) process.stderr.write(`\r${' '.repeat(shownWidth)}\r`);
    shownWidth = 0;
  };
  return {
    result: (document, text) => {
      settle();
      process.stdout.write(isJson ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`);
    },
    note: (line) => {
      settle();
      process.stderr.write(`${line}\n`);
    },
    progress: (progress) => {
      if (!process.stderr.isTTY) return;
      const line = progressLine(progress).slice(0, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(`\r${line.padEnd(shownWidth)}`);
      shownWidth = line.length;
    },
    settle,
  };
};

const progressLine = ({ phase, completed, total, remainingMs, figure }: Progress): string =>
  [
    phase,
    completed !== undefined && total !== undefined ? `${formatNumber(completed)}/${formatNumber(total)}` : '',
    figure === undefined ? '' : `${figure.name} ${formatNumber(figure.value)}`,
    remainingMs === undefined ? '' : `${formatDuration(remainingMs)} left`,
  ]
    .filter((part) => part !== '')
    .join('  ');

export type Align = 'left' | 'right';

/** Columns of text, numbers to the right, two spaces between. */
export const formatTable = (
  columns: readonly { title: string; align?: Align }[],
  rows: readonly (readonly string[])[],
): string => {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        columns[index]?.align === 'right'
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
  ].join('\n');
};
