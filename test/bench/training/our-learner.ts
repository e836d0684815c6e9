import { fitGbdt } from '../../../src/engine/core/learning/gbdt/fit-gbdt.ts';
import type { RowSplit } from '../../../src/engine/core/learning/split.ts';
import type { Prediction } from '../../../src/engine/core/learning/types.ts';
import type { Table } from '../../../src/engine/core/table.ts';
import { type BenchmarkData, leaves, rounds } from './data-sets.ts';
import type { TimedFit } from './peers.ts';

export async function fitOurs(call: {
  table: Table;
  data: BenchmarkData;
  split: RowSplit;
}): Promise<TimedFit> {
  const { table, data, split } = call;
  const startedMs = performance.now();
  const model = await fitGbdt({
    table,
    target: data.target,
    task: data.task,
    trainRows: split.train,
    parameters: { num_rounds: rounds, num_leaves: leaves },
    seed: 0,
  });
  const milliseconds = performance.now() - startedMs;
  return { milliseconds, predicted: answers(model.predict(table, split.test), model.classes.length) };
}

function answers(prediction: Prediction, classCount: number): number[] {
  if (prediction.kind === 'regression') return [...prediction.values];
  const { probabilities } = prediction;
  const rowCount = probabilities.length / classCount;
  return Array.from({ length: rowCount }, (_, row) =>
    classCount === 2
      ? probabilities[2 * row + 1]!
      : indexOfLargest(probabilities.subarray(row * classCount, (row + 1) * classCount)),
  );
}

function indexOfLargest(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
