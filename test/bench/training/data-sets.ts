import { fileURLToPath } from 'node:url';
import type { Task } from '../../../src/shared/model/signature.ts';

export interface BenchmarkData {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly task: Task;
  readonly metric: string;
}

/** Where they come from: test/fixtures/data/README.md. */
export const benchmarkData: readonly BenchmarkData[] = [
  { name: 'telco-churn', file: 'telco-churn.csv', target: 'churn', task: 'binary', metric: 'ROC AUC' },
  { name: 'diamonds', file: 'diamonds.csv', target: 'price', task: 'regression', metric: 'R²' },
  {
    name: 'letter-recognition',
    file: 'letter-recognition.csv',
    target: 'lettr',
    task: 'multiclass',
    metric: 'accuracy',
  },
];

export const fixtureFolder = fileURLToPath(new URL('../../fixtures/data', import.meta.url));

/** Every fit, ours and theirs: 100 rounds of trees with 31 leaves, no early stopping, one thread, defaults otherwise. */
export const rounds = 100;
export const leaves = 31;
export const testFraction = 0.25;
