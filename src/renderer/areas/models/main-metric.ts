import type { ModelVersion } from '../../../shared/model/registry.ts';

const byImportance = [
  'auc',
  'roc_auc',
  'average_precision',
  'accuracy',
  'f1',
  'log_loss',
  'r2',
  'rmse',
  'mae',
];

/** The one figure that stands for a version in a list; its held-out AUC, or what comes closest to it. */
export function mainMetric({
  metrics,
}: Pick<ModelVersion, 'metrics'>): { name: string; value: number } | null {
  const name = Object.keys(metrics).sort(byRank)[0];
  const value = name === undefined ? undefined : metrics[name];
  return name === undefined || value === undefined ? null : { name, value };
}

/** Orders figures by how much they say, for `sort`; those of equal importance by name. */
export const byRank = (one: string, other: string): number =>
  rankOf(one) - rankOf(other) || one.localeCompare(other);

/** `test_auc`, `auc` and `roc_auc` count as the same figure; unknown names come last. */
function rankOf(name: string): number {
  const bare = name.replace(/^(test|holdout)[._/-]/, '');
  const rank = byImportance.indexOf(bare);
  return rank === -1 ? byImportance.length : rank;
}
