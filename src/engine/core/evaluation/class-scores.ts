import type { ClassScore, ConfusionMatrix } from '../../../shared/model/evaluation-report.ts';
import { type ClassCounts, oneClassCounts } from '../metrics/class-counts.ts';
import { f1OfClass } from '../metrics/multiclass-f1.ts';

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

export function classScores({
  classes,
  counts,
  aucs,
}: {
  readonly classes: readonly string[];
  readonly counts: ClassCounts;
  readonly aucs: readonly number[];
}): ClassScore[] {
  return oneClassCounts(counts).map((one, index) => ({
    label: classes[index] ?? '',
    support: one.support,
    precision: finiteOrNull(one.truePositives / one.called),
    recall: finiteOrNull(one.truePositives / one.support),
    f1: finiteOrNull(f1OfClass(one)),
    auc: finiteOrNull(aucs[index]),
  }));
}

export function confusionMatrix({
  classes,
  counts: { classCount, counts },
}: {
  readonly classes: readonly string[];
  readonly counts: ClassCounts;
}): ConfusionMatrix {
  return {
    labels: [...classes],
    counts: classes.map((_, truth) =>
      Array.from(counts.subarray(truth * classCount, (truth + 1) * classCount)),
    ),
  };
}
