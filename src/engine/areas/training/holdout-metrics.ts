import { evaluate } from '../../core/evaluation/evaluate.ts';
import { readTarget } from '../../core/learning/target.ts';
import type { FittedModel } from '../../core/learning/types.ts';
import type { Table } from '../../core/table.ts';

/** The figures of a model on rows it has not learned from, without intervals: an evaluation gives those. */
export const holdoutMetrics = async (call: {
  model: FittedModel;
  table: Table;
  target: string;
  rows: Int32Array;
  seed: number;
}): Promise<Record<string, number>> => {
  const { model, table, target, rows, seed } = call;
  const { values } = readTarget({ table, target, task: model.task });
  const truth = Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const prediction = model.predict(table, rows);
  // One resample: only the figures themselves are wanted here.
  const common = { truth, seed, resamples: 1 };
  const report =
    prediction.kind === 'regression'
      ? await evaluate({ ...common, task: 'regression', values: prediction.values })
      : await evaluate({
          ...common,
          task: model.task === 'binary' ? 'binary' : 'multiclass',
          probabilities: prediction.probabilities,
          classes: model.classes,
        });
  return Object.fromEntries(
    report.metrics.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
  );
};
