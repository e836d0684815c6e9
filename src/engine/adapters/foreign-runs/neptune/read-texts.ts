import { isMoment } from '../../../../shared/model/format.ts';
import type { ParquetRows } from '../../../ports/data-engine.ts';
import type { ForeignText } from '../../../ports/foreign-runs.ts';

/** Series of texts become files: what a program printed as it was printed, everything else as a table with steps and times. */
export const toText = (
  parquet: ParquetRows,
  { runId, path, parts }: { runId: string; path: string; parts: readonly string[] },
): ForeignText => ({
  kind: 'text',
  runId,
  path: isPrinted(path) ? `${path}.log` : `${path}.csv`,
  content: isPrinted(path) ? printed(textRows(parquet, path, parts)) : table(textRows(parquet, path, parts)),
});

const isPrinted = (path: string): boolean => /(?:^|\/)(?:stdout|stderr)$/.test(path);

interface TextRow {
  readonly step: string;
  readonly atMs: number | null;
  readonly text: string;
}

async function* textRows(
  parquet: ParquetRows,
  path: string,
  files: readonly string[],
): AsyncGenerator<readonly TextRow[]> {
  for await (const [steps = [], times = [], texts = []] of parquet.parquetRows({
    files,
    columns: [
      { name: 'step', as: 'number' },
      { name: 'timestamp', as: 'milliseconds' },
      { name: 'string_value', as: 'text' },
    ],
    where: { column: 'attribute_path', texts: [path] },
  }))
    yield texts.map((text, row) => ({
      step: String(steps[row] ?? ''),
      atMs: momentOf(times[row]),
      text: String(text ?? ''),
    }));
}

const momentOf = (time: string | number | null | undefined): number | null =>
  typeof time === 'number' && isMoment(time) ? time : null;

async function* printed(chunks: AsyncIterable<readonly TextRow[]>): AsyncGenerator<string> {
  for await (const rows of chunks)
    yield rows.map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`)).join('');
}

async function* table(chunks: AsyncIterable<readonly TextRow[]>): AsyncGenerator<string> {
  yield 'step,time,text\n';
  for await (const rows of chunks)
    yield rows
      .map(
        ({ step, atMs, text }) =>
          `${step},${atMs === null ? '' : new Date(atMs).toISOString()},${quoted(text)}\n`,
      )
      .join('');
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
