import { midranks } from './midranks.ts';
import { pearson } from './pearson.ts';
import { studentTwoSided } from './student-t.ts';

/**
 * Spearman's (1904) rank correlation of two columns without NaN: from −1 to 1, does one rise when the other rises, on whatever curve. p by
 * Student's t with n − 2 degrees of freedom. Equal to scipy.stats.spearmanr. NaN where a column does not vary; p is NaN below three rows.
 */
export function spearman(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): { statistic: number; pValue: number } {
  const statistic = pearson(midranks(first).ranks, midranks(second).ranks);
  const degrees = first.length - 2;
  const t = statistic * Math.sqrt(degrees / ((1 - statistic) * (1 + statistic)));
  return { statistic, pValue: degrees > 0 ? studentTwoSided(t, degrees) : Number.NaN };
}
