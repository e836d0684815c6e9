import type { MetricPoints, SkippedItem } from '../../../ports/foreign-runs.ts';
import { skipped } from '../skipped.ts';
import { parseWholeNumber } from './identifiers.ts';

/**
 * Lines of a metric file. Of a run: `time value`, `time value step`, and `time value step dataset digest`, where MLflow itself loses the step
 * when it reads; of a logged model the run's id stands before the data set. Source: `_log_run_metric` and `_log_model_metric` of
 * mlflow/store/tracking/file_store.py.
 */
export interface MetricLine {
  readonly timestampMs: number;
  readonly value: number;
  readonly step: number;
  readonly runId: string | null;
  readonly dataset: { readonly name: string; readonly digest: string } | null;
}

/** Text instead of a line: what is wrong with it. */
export const parseMetricLine = (line: string, owner: 'run' | 'logged-model'): MetricLine | string => {
  const fields = line.trim().split(' ');
  const timestampMs = parseWholeNumber(fields[0] ?? '');
  if (timestampMs === undefined) return 'The time is no whole number.';
  const value = parsePythonFloat(fields[1] ?? '');
  if (value === undefined) return 'The value is no number.';
  const step = fields.length === 2 ? 0 : parseWholeNumber(fields[2] ?? '');
  if (step === undefined) return 'The step is no whole number within ±2^53.';
  const beforeDataset = owner === 'run' ? 3 : 4;
  if (owner === 'logged-model' && fields.length < beforeDataset) return 'The run is missing.';
  const rest = fields.slice(beforeDataset);
  if (rest.length === 1) return `It has ${fields.length} fields, which MLflow never writes.`;
  // A data set's name may hold spaces; its digest never does.
  const dataset = rest.length === 0 ? null : { name: rest.slice(0, -1).join(' '), digest: rest.at(-1)! };
  return { timestampMs, value, step, runId: owner === 'run' ? null : (fields[3] ?? null), dataset };
};

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const specialFloats: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/** What Python's `repr` of a float gives, and its other spellings. Undefined: no number. */
export const parsePythonFloat = (text: string): number | undefined => {
  if (decimal.test(text)) return Number(text);
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return undefined;
  const magnitude = specialFloats[word[2]!.toLowerCase()]!;
  return word[1] === '-' ? -magnitude : magnitude;
};

/** Shortest text that Python reads back as the same double. */
export const formatPythonFloat = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
};

/** Collects points of one metric; a group ends where another data set or run begins, so that the order stays. */
export interface MetricGroup {
  readonly dataset: MetricLine['dataset'];
  readonly runId: string | null;
  readonly points: MetricPoints;
}

/** Points that are held at once. */
export const maxPointsInItem = 65_536;

export function* groupMetricLines(
  lines: Iterable<string>,
  file: string,
  owner: 'run' | 'logged-model',
): Generator<MetricGroup | SkippedItem> {
  let collected: MetricLine[] = [];
  let lineNumber = 0;
  for (const text of lines) {
    lineNumber += 1;
    if (text === '' || text === '\r') continue;
    const line = parseMetricLine(text, owner);
    if (typeof line === 'string') {
      yield skipped('metric-point', file, line, { line: lineNumber });
      continue;
    }
    const first = collected[0];
    if (first !== undefined && (collected.length === maxPointsInItem || !isSameGroup(first, line))) {
      yield toGroup(collected);
      collected = [];
    }
    collected.push(line);
  }
  if (collected.length > 0) yield toGroup(collected);
}

const isSameGroup = (one: MetricLine, other: MetricLine): boolean =>
  one.runId === other.runId &&
  one.dataset?.name === other.dataset?.name &&
  one.dataset?.digest === other.dataset?.digest;

const toGroup = (lines: readonly MetricLine[]): MetricGroup => ({
  dataset: lines[0]!.dataset,
  runId: lines[0]!.runId,
  points: {
    steps: Float64Array.from(lines, (line) => line.step),
    timestampsMs: Float64Array.from(lines, (line) => line.timestampMs),
    values: Float64Array.from(lines, (line) => line.value),
  },
});
