import type { ForeignMetric, SkippedSubject } from '../../../ports/foreign-runs.ts';
import { RefusedByServer } from './mlflow-http.ts';
import type { Sending } from './sending.ts';

/** What one `log-batch` takes; a server counts all three kinds together up to 1,000. */
const batchSizes = { metrics: 1000, params: 100, tags: 100 } as const;
type BatchKind = keyof typeof batchSizes;

const subjects: Readonly<Record<BatchKind, SkippedSubject>> = {
  metrics: 'metric-point',
  params: 'parameter',
  tags: 'tag',
};

interface BatchEntry {
  readonly key: string;
  readonly value: string | number;
}

/**
 * Logs entries of one kind to a run of the server (`runId` is its id there). A batch that is refused is halved until the entry that is to
 * blame stands alone and is skipped.
 */
export const sendBatches = async (
  sending: Sending,
  runId: string,
  kind: BatchKind,
  entries: readonly BatchEntry[],
): Promise<void> => {
  for (let start = 0; start < entries.length; start += batchSizes[kind]) {
    await sendBatch(sending, runId, kind, entries.slice(start, start + batchSizes[kind]));
  }
};

const sendBatch = async (
  sending: Sending,
  runId: string,
  kind: BatchKind,
  entries: readonly BatchEntry[],
): Promise<void> => {
  try {
    await sending.http.send('POST', '/api/2.0/mlflow/runs/log-batch', { run_id: runId, [kind]: entries });
  } catch (thrown) {
    if (!(thrown instanceof RefusedByServer)) throw thrown;
    const [only, ...others] = entries;
    if (only === undefined) return;
    if (others.length === 0) {
      sending.tally.skip(subjects[kind], only.key, `The server refused it: ${thrown.message}`, runId);
      return;
    }
    const middle = Math.ceil(entries.length / 2);
    await sendBatch(sending, runId, kind, entries.slice(0, middle));
    await sendBatch(sending, runId, kind, entries.slice(middle));
  }
};

export const toMetricEntries = ({ key, points, dataset }: ForeignMetric, modelId?: string) =>
  Array.from(points.steps, (step, index) => ({
    key,
    value: jsonNumber(points.values[index]!),
    timestamp: points.timestampsMs[index]!,
    step,
    ...(modelId === undefined ? {} : { model_id: modelId }),
    ...(dataset === null ? {} : { dataset_name: dataset.name, dataset_digest: dataset.digest }),
  }));

/** JSON has neither NaN nor infinities, and its writer forgets the sign of zero. */
const jsonNumber = (value: number): number | string => {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isFinite(value) ? value : String(value);
};
