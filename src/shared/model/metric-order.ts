import { isSystemMetric } from './system-metrics.ts';

/** The figures one looks at first, by the kind of prediction: ranking and probabilities before decisions, errors before shares. */
const first = [
  'roc_auc',
  'auc',
  'log_loss',
  'rmse',
  'mae',
  'r2',
  'f1',
  'macro_f1',
  'accuracy',
  'average_precision',
  'brier_score',
];

const isOfRounds = (name: string) => /^(train|valid)/i.test(name);
const rank = (name: string): number => {
  const place = first.indexOf(name);
  if (isSystemMetric(name)) return first.length + 2;
  return isOfRounds(name) ? first.length + 1 : place === -1 ? first.length : place;
};

/** Names of metrics, what matters most first, figures of the rounds and then those of the machine last, and otherwise by name. */
export const metricsByImportance = (names: readonly string[]): string[] =>
  [...names].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));

/** Metrics that describe the result, not the rounds that led to it or the machine it was made on. */
export const resultMetrics = (names: readonly string[]): string[] =>
  metricsByImportance(names).filter((name) => !isOfRounds(name) && !isSystemMetric(name));
