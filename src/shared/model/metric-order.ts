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
  return isOfRounds(name) ? first.length + 1 : place === -1 ? first.length : place;
};

/** Names of metrics, what matters most first, figures of the rounds last, and otherwise by name. */
export const metricsByImportance = (names: readonly string[]): string[] =>
  [...names].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));

/** Metrics that describe the result, not the rounds that led to it. */
export const resultMetrics = (names: readonly string[]): string[] =>
  metricsByImportance(names).filter((name) => !isOfRounds(name));
