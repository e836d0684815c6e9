import { z } from 'zod';

/** Which direction of a metric is better. */
export const metricGoal = z.enum(['maximize', 'minimize']);
export type MetricGoal = z.infer<typeof metricGoal>;

const minimizeWords = new Set(
  'loss logloss error errors rmse mse mae mape smape deviance brier ece time duration latency seconds ms perplexity cost'.split(
    ' ',
  ),
);
const maximizeWords = new Set(
  'auc auroc auprc accuracy acc f1 r2 precision recall sensitivity specificity mcc kappa ap map ndcg iou dice score'.split(
    ' ',
  ),
);

/** 'valid_0/logLoss' → ['valid', '0', 'log', 'loss'] */
function words(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function opposite(goal: MetricGoal): MetricGoal {
  return goal === 'maximize' ? 'minimize' : 'maximize';
}

/**
 * The goal of a metric: the one that the project sets, or the one its name tells, or null when nothing tells it.
 * A word that means "smaller is better" wins ('precision_error'), and scikit-learn's prefix `neg_` turns the goal round.
 */
export function metricGoalOf(
  name: string,
  overrides: Readonly<Record<string, MetricGoal | null>> = {},
): MetricGoal | null {
  if (Object.hasOwn(overrides, name)) return overrides[name] ?? null;
  const found = words(name);
  const negated = found.includes('neg');
  if (found.some((word) => minimizeWords.has(word))) return negated ? opposite('minimize') : 'minimize';
  if (found.some((word) => maximizeWords.has(word)) || /average.precision/i.test(name)) {
    return negated ? opposite('maximize') : 'maximize';
  }
  return null;
}
