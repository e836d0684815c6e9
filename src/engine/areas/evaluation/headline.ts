import type { EvaluationReport } from '../../../shared/model/evaluation-report.ts';
import type { EvaluationSummary } from './evaluation-summary.ts';

/** The figure to show in a list: AUC, accuracy or R², or the first that has a value. */
const wanted = { binary: 'roc_auc', multiclass: 'accuracy', regression: 'r2' } as const;

export const headline = ({ metrics, task }: EvaluationReport): EvaluationSummary['metric'] => {
  const metric =
    metrics.find(({ name, value }) => name === wanted[task] && value !== null) ??
    metrics.find(({ value }) => value !== null);
  return {
    name: metric?.name ?? 'none',
    value: metric?.value ?? 0,
    low: metric?.interval?.low ?? null,
    high: metric?.interval?.high ?? null,
  };
};
