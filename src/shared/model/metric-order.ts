import { metricGoalOf } from './metric-goal.ts';
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

/** What counts how far a training has come says nothing of what came out. */
const counters = /^(global_?)?(epochs?|steps?|iterations?|iter|rounds?|batch(es)?)$/i;

/** `auc` of `val/auc`, `test_auc` and `eval.auc`. */
const bareName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/^(val|test|eval)[_.-]/, '');

const isOfRounds = (name: string) => /^(train|valid)/i.test(name);
const rank = (name: string): number => {
  if (isSystemMetric(name)) return first.length + 4;
  if (isOfRounds(name)) return first.length + 3;
  const bare = bareName(name);
  if (counters.test(bare)) return first.length + 2;
  const place = first.indexOf(bare);
  if (place !== -1) return place;
  return metricGoalOf(name) === null ? first.length + 1 : first.length;
};

/**
 * Names of metrics, what matters most first: known figures, then those whose name tells a goal, then others by name; what counts steps,
 * figures of the rounds and those of the machine last.
 */
export const metricsByImportance = (names: readonly string[]): string[] =>
  [...names].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));

/** How runs that are looked at use a key. */
export interface KeyUse {
  /** How many of them have it. */
  readonly runs: number;
  /** How many values it has among them. */
  readonly values: number;
}

/** Metrics that describe the result, not the rounds that led to it or the machine it was made on. */
export const resultMetrics = (names: readonly string[]): string[] =>
  metricsByImportance(names).filter((name) => !isOfRounds(name) && !isSystemMetric(name));

/** Of those the ones that most runs have and that differ; where none differs, as of a single run, all. */
export const tellingMetrics = (names: readonly string[], uses: ReadonlyMap<string, KeyUse>): string[] => {
  const results = resultMetrics(names);
  const telling = results.filter(tellsApart(uses));
  return telling.length > 0 ? telling : results;
};

/** Whether a key differs among runs of which at least half as many have it as have the most frequent one. */
export const tellsApart = (uses: ReadonlyMap<string, KeyUse>): ((name: string) => boolean) => {
  const most = Math.max(0, ...[...uses.values()].map(({ runs }) => runs));
  return (name) => {
    const use = uses.get(name);
    return use !== undefined && use.values > 1 && use.runs * 2 >= most;
  };
};
