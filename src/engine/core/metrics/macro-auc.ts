import type { MetricDescriptor } from './metric-descriptor.ts';

export const macroAucDescriptor = {
  name: 'roc_auc_ovr',
  title: 'ROC AUC, one versus rest',
  goal: 'maximize',
  explanation: 'Mean over the classes of the ROC AUC of that class against all others.',
  source:
    'Provost and Domingos (2000), unweighted, as sklearn.metrics.roc_auc_score(multi_class="ovr", average="macro")',
} as const satisfies MetricDescriptor;

/** NaN when a class has no row, because then its own AUC does not exist. */
export function macroAuc(aucs: readonly number[]): number {
  return aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
}
