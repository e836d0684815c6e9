import type { GroupDifference, TestOutcome } from '../../../shared/model/comparison/difference.ts';
import type { GroupComparison } from '../../../shared/model/comparison/group-comparison.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { holm } from '../statistics/adjust-p-values.ts';
import { kruskalWallis, kruskalWallisDescriptor } from '../statistics/kruskal-wallis.ts';
import { welchAnova, welchAnovaDescriptor } from '../statistics/welch-anova.ts';
import { comparePair, type PairFacts, type PairSettings } from './compare-pair.ts';
import type { ComparedGroup } from './compared-group.ts';
import { finiteValues, summarizeGroup } from './summarize-group.ts';

/** Beyond, nobody reads them, and two hundred groups have 19,900 pairs. */
const mostPairsBootstrapped = 50;

/**
 * Is the difference between groups of runs real? Every pair, or every group against `reference` (a group's name), with Holm's adjustment
 * over all pairs that could be tested. A difference is called real where the adjusted p-value is below 1 − level. The same input and
 * seed give the same answer. Throws a RangeError where `reference` names no group.
 */
export function compareGroups({
  groups,
  reference,
  goal = null,
  question = 'means',
  level = 0.95,
  resamples = 2000,
  seed,
}: {
  readonly groups: readonly ComparedGroup[];
  readonly reference?: string | undefined;
  readonly goal?: MetricGoal | null;
  readonly question?: PairSettings['question'];
  readonly level?: number;
  readonly resamples?: number;
  readonly seed: number;
}): GroupComparison {
  const pairs = pairsOf(groups, reference);
  const drawn = pairs.length <= mostPairsBootstrapped ? resamples : 0;
  const settings = { question, level, resamples: drawn, seed };
  const facts = pairs.map(([first, second]) => comparePair(first, second, settings));
  return {
    groups: groups.map(({ name, values }) => ({ name, summary: summarizeGroup(values, level) })),
    overall: overallTests(groups.map(({ values }) => finiteValues(values))),
    differences: judge(facts, goal),
    level,
    seed,
    resamples: drawn,
  };
}

function pairsOf(
  groups: readonly ComparedGroup[],
  reference: string | undefined,
): (readonly [ComparedGroup, ComparedGroup])[] {
  if (reference === undefined) {
    return groups.flatMap((first, index) =>
      groups.slice(index + 1).map((second) => [first, second] as const),
    );
  }
  const base = groups.find(({ name }) => name === reference);
  if (!base) throw new RangeError(`There is no group "${reference}" to compare with.`);
  return groups.filter((group) => group !== base).map((group) => [base, group] as const);
}

function judge(facts: readonly PairFacts[], goal: MetricGoal | null): GroupDifference[] {
  const tested = facts.flatMap(({ pValue }) => (pValue === null ? [] : [pValue]));
  const adjusted = holm(tested).values();
  return facts.map((found) => {
    if (found.pValue === null) {
      const open = { adjustedPValue: null, comparisons: tested.length, better: null };
      return { ...found, ...open, verdict: 'too-few-runs' };
    }
    const adjustedPValue = adjusted.next().value!;
    // Not p < 1 − level, where 1 − 0.95 is rounded upwards.
    const isReal = 1 - adjustedPValue > found.level;
    return {
      ...found,
      verdict: isReal ? 'real' : 'not-shown',
      adjustedPValue,
      comparisons: tested.length,
      better: isReal ? betterBy(found.larger, goal) : null,
    };
  });
}

function betterBy(larger: PairFacts['larger'], goal: MetricGoal | null): GroupDifference['better'] {
  if (larger === null || goal === null) return null;
  const smaller = larger === 'candidate' ? 'reference' : 'candidate';
  return goal === 'maximize' ? larger : smaller;
}

function overallTests(groups: readonly Float64Array[]): TestOutcome[] {
  if (groups.length < 3 || groups.some(({ length }) => length < 3)) return [];
  return [
    { ...welchAnovaDescriptor, ...welchAnova(groups) },
    { ...kruskalWallisDescriptor, ...kruskalWallis(groups) },
  ].map(({ statistic, pValue, ...descriptor }) => ({
    ...descriptor,
    statistic: Number.isFinite(statistic) ? statistic : null,
    degreesOfFreedom: null,
    pValue: Number.isFinite(pValue) ? pValue : null,
  }));
}
