import type { EffectSize } from '../../../shared/model/comparison/difference.ts';

/** From here on small, medium and large. */
type Thresholds = readonly [number, number, number];

/** Cohen (1988), for differences in standard deviations. */
export const hedgesThresholds: Thresholds = [0.2, 0.5, 0.8];
/** Romano et al. (2006): Cohen's thresholds carried over to Cliff's δ. */
export const cliffsThresholds: Thresholds = [0.147, 0.33, 0.474];

export function effectSizeOf(value: number, [small, medium, large]: Thresholds): EffectSize {
  const size = Math.abs(value);
  if (size < small) return 'negligible';
  if (size < medium) return 'small';
  return size < large ? 'medium' : 'large';
}
