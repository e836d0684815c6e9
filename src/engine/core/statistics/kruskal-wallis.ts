import { chiSquareUpperTail } from './chi-square.ts';
import { midranks } from './midranks.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const kruskalWallisDescriptor = {
  name: 'kruskal_wallis',
  title: 'Kruskal–Wallis',
  explanation: 'Does any group tend to larger values than the others? Uses ranks only.',
  source: 'Kruskal and Wallis (1952) with tie correction',
} as const satisfies StatisticDescriptor;

/** Equal to scipy.stats.kruskal(*groups). NaN where there are fewer than two groups, an empty one, or one value only. */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): { statistic: number; pValue: number } {
  const { ranks, tieTerm } = midranks(groups.flatMap((group) => Array.from(group)));
  const n = ranks.length;
  const correction = 1 - tieTerm / (n ** 3 - n);
  if (groups.length < 2 || groups.some(({ length }) => length === 0) || !(correction > 0)) {
    return { statistic: Number.NaN, pValue: Number.NaN };
  }
  let start = 0;
  let squares = 0;
  for (const { length } of groups) {
    const sum = ranks.subarray(start, start + length).reduce((total, rank) => total + rank, 0);
    squares += sum ** 2 / length;
    start += length;
  }
  const statistic = ((12 / (n * (n + 1))) * squares - 3 * (n + 1)) / correction;
  return { statistic, pValue: chiSquareUpperTail(statistic, groups.length - 1) };
}
