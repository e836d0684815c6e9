import { expect } from 'vitest';
import { createRandom } from '../../src/engine/core/statistics/random.ts';

const jsonNumber = (value: number) => (Number.isNaN(value) ? ('NaN' as const) : value);

/** Logs runs as MLflow's clients do, through the tracking server's HTTP. */
export const sweepClient = async (address: string) => {
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  };
  const ids: string[] = [];
  const experiments = new Map<string, Promise<string>>();
  const experimentId = (name: string) => {
    const known =
      experiments.get(name) ??
      post<{ experiment_id: string }>('experiments/create', { name }).then((made) => made.experiment_id);
    experiments.set(name, known);
    return known;
  };
  const createRun = async (name: string, experiment: string, startedAtMs = Date.now()) => {
    const { run } = await post<{ run: { info: { run_id: string } } }>('runs/create', {
      ...{ run_name: name, start_time: startedAtMs, experiment_id: await experimentId(experiment) },
    });
    ids.push(run.info.run_id);
    return run.info.run_id;
  };
  const logBatch = (
    runId: string,
    params: Readonly<Record<string, string | number>>,
    metrics: readonly { key: string; value: number | 'NaN'; step: number; timestamp: number }[],
  ) =>
    post('runs/log-batch', {
      run_id: runId,
      params: Object.entries(params).map(([key, value]) => ({ key, value: String(value) })),
      metrics,
    });
  return {
    ids,
    createRun,
    logBatch,
    logMetric: (runId: string, key: string, value: number, step: number) =>
      post('runs/log-metric', { run_id: runId, key, value, step, timestamp: Date.now() }),
    /** A loss of so many points, so many steps apart, each the end of an epoch. */
    logCurve: async (name: string, experiment: string, points: number, spacing: number, start = 1) => {
      const startedAtMs = Date.now();
      const run = await createRun(name, experiment, startedAtMs);
      const at = (key: string, value: number, point: number) => ({
        ...{ key, value: jsonNumber(value), step: point * spacing },
        timestamp: startedAtMs + point * 1000,
      });
      await logBatch(
        run,
        {},
        Array.from({ length: points }, (_, point) => [
          at('loss', start / (1 + point), point),
          at('epoch', point, point),
        ]).flat(),
      );
    },
  };
};
export type SweepClient = Awaited<ReturnType<typeof sweepClient>>;

const optimizers = ['sgd', 'adam', 'lion'];
/** Requests under way at once. */
const writers = 8;

/** A search over parameters, always the same: a summit at a learning rate of 0.01 and a depth of 7, and some noise. */
export const logSweep = async (
  client: SweepClient,
  { experiment, runs, points }: { experiment: string; runs: number; points: number },
): Promise<void> => {
  const random = createRandom(20260105);
  const planned = Array.from({ length: runs }, (_, run) => {
    const lr = 10 ** (-4 + 3.5 * random.unit());
    const depth = 2 + random.below(11);
    const optimizer = optimizers[random.below(3)]!;
    const dropout = random.unit() < 0.15 ? {} : { dropout: Math.round(random.unit() * 50) / 100 };
    const width = 2 ** (4 + random.below(6));
    const quality =
      Math.exp(-((Math.log10(lr) + 2) ** 2)) * Math.exp(-(((depth - 7) / 5) ** 2)) +
      (optimizer === 'adam' ? 0.15 : 0);
    const auc = 0.6 + 0.3 * quality + 0.02 * random.unit();
    return {
      name: `${experiment}-${String(run).padStart(3, '0')}`,
      params: { lr: lr.toPrecision(4), depth, optimizer, width, note: `trial ${run % 61}`, ...dropout },
      auc,
      latency: 2 + depth * (1 + random.unit()) + width / 64,
    };
  });
  const queue = planned.values();
  const write = async () => {
    for (const { name, params, auc, latency } of queue) {
      const startedAtMs = Date.now();
      const run = await client.createRun(name, experiment, startedAtMs);
      const point = (key: string, value: number, step = 0) => ({
        ...{ key, value, step, timestamp: startedAtMs + step * 1000 },
      });
      await client.logBatch(run, params, [
        point('auc', auc),
        point('latency_ms', latency),
        ...Array.from({ length: points }, (_, step) =>
          point('loss', (1 - auc) * (1 + 2 * Math.exp(-step / 12)) + Math.sin(step * auc * 9) / 80, step),
        ),
      ]);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
};
