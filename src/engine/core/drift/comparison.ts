import type { ColumnDrift, DriftEffect } from '../../../shared/model/drift-report.ts';

/** What comparing the values of one column gives, before p-values are adjusted over all columns. */
export type ValueComparison = Pick<
  ColumnDrift,
  | 'status'
  | 'test'
  | 'testTitle'
  | 'reason'
  | 'statistic'
  | 'pValue'
  | 'effect'
  | 'wasserstein'
  | 'psi'
  | 'newCategories'
  | 'vanishedCategories'
  | 'newCategoryCount'
  | 'vanishedCategoryCount'
  | 'summary'
  | 'overlay'
>;

/** A column that no test is made of. */
export function untested({
  status,
  reason,
}: {
  readonly status: ColumnDrift['status'];
  readonly reason: string;
}): ValueComparison {
  return {
    status,
    test: 'none',
    testTitle: 'No test',
    reason,
    statistic: null,
    pValue: null,
    effect: null,
    wasserstein: null,
    psi: null,
    newCategories: [],
    vanishedCategories: [],
    newCategoryCount: 0,
    vanishedCategoryCount: 0,
    summary: null,
    overlay: null,
  };
}

export function effectOf({
  descriptor,
  value,
  threshold,
}: {
  readonly descriptor: { readonly name: DriftEffect['name']; readonly title: string };
  readonly value: number;
  readonly threshold: number;
}): DriftEffect {
  return { name: descriptor.name, title: descriptor.title, value, threshold };
}
