import type { DriftThresholds, MissingShift, SideCounts } from '../../../shared/model/drift-report.ts';
import { cohensH, cohensHDescriptor } from './cohens-h.ts';
import { effectOf } from './comparison.ts';
import { compareProportions } from './two-proportions.ts';

/** Whether the share of missing values changed; null when a side has no row. Judged once p-values are adjusted. */
export function compareMissing({
  reference,
  current,
  thresholds,
}: {
  readonly reference: SideCounts;
  readonly current: SideCounts;
  readonly thresholds: DriftThresholds;
}): MissingShift | null {
  if (reference.rows === 0 || current.rows === 0) return null;
  const referenceShare = reference.missing / reference.rows;
  const currentShare = current.missing / current.rows;
  const unjudged = { referenceShare, currentShare, adjustedPValue: null, drifted: false };
  if (reference.missing + current.missing === 0) return { ...unjudged, pValue: null, effect: null };
  const { pValue } = compareProportions({
    referenceHits: reference.missing,
    referenceRows: reference.rows,
    currentHits: current.missing,
    currentRows: current.rows,
  });
  const value = cohensH(referenceShare, currentShare);
  return {
    ...unjudged,
    pValue,
    effect: effectOf({ descriptor: cohensHDescriptor, value, threshold: thresholds.share }),
  };
}
