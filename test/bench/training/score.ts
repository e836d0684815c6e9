import { readTarget } from '../../../src/engine/core/learning/target.ts';
import { binarySample } from '../../../src/engine/core/metrics/binary-sample.ts';
import { rSquared } from '../../../src/engine/core/metrics/r-squared.ts';
import { rocAuc } from '../../../src/engine/core/metrics/roc-auc.ts';
import type { Table } from '../../../src/engine/core/table.ts';
import type { BenchmarkData } from './data-sets.ts';

/** The data set's metric of predictions for `rows`; one yardstick for ours and theirs. */
export function score(call: {
  table: Table;
  data: BenchmarkData;
  rows: Int32Array;
  predicted: readonly number[];
}): number {
  const { table, data, rows, predicted } = call;
  const { values } = readTarget({ table, target: data.target, task: data.task });
  const truth = Float64Array.from(rows, (row) => values[row]!);
  switch (data.task) {
    case 'binary':
      return rocAuc(binarySample({ truth, scores: predicted }));
    case 'regression':
      return rSquared({ truth, predicted: Float64Array.from(predicted) });
    case 'multiclass':
      return truth.filter((label, index) => label === predicted[index]).length / truth.length;
  }
}
