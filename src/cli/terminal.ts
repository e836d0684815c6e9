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
      process.stdout.write(isJson ? `${JSON.stringify(document, null, 2)}\n` : `${harmless(text())}\n`);
    },
    note: (line) => {
      settle();
      process.stderr.write(`${harmless(line)}\n`);
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

/** Columns of text, numbers to the right, two spaces between; a row is a line, whatever is in it. */
export const formatTable = (
  columns: readonly { title: string; align?: Align }[],
  rows: readonly (readonly string[])[],
): string => {
  const titles = columns.map(({ title }) => onOneLine(title));
  const lines = rows.map((row) => row.map(onOneLine));
  const widths = titles.map((title, index) =>
    lines.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), widthOf(title)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
        return columns[index]?.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(titles), line(widths.map((width) => '─'.repeat(width))), ...lines.map(line)].join('\n');
};

/** Names and values come from elsewhere: none may break its line. */
const onOneLine = (text: string): string => pictured(text.replaceAll(/\r?\n/g, '↵'), /\p{Cc}/gu);

/** What is written may have lines and tabs, and nothing else that tells a terminal what to do: names and notes come from elsewhere. */
export const harmless = (text: string): string =>
  pictured(text.replaceAll('\r\n', '\n'), /(?![\n\t])\p{Cc}/gu);

/** With the signs that stand for control characters. */
const pictured = (text: string, controls: RegExp): string =>
  text.replaceAll(controls, (control) => {
    const code = control.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '�';
  });

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** In columns of a terminal: ideographs and emoji take two, marks over other characters none. */
const widthOf = (text: string): number => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const characters = [...text.replaceAll(/\p{Mn}|\u200d|\ufe0f/gu, '')].length;
  return characters + (text.match(wide)?.length ?? 0);
};
