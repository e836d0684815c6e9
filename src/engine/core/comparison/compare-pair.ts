import type {
  DifferenceTestName,
  GroupDifference,
  TestOutcome,
} from '../../../shared/model/comparison/difference.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { bcaMeanDifference } from '../statistics/bca-interval.ts';
import { superiority } from '../statistics/cliffs-delta.ts';
import { hedgesG } from '../statistics/hedges-g.ts';
import { mannWhitney, mannWhitneyDescriptor } from '../statistics/mann-whitney.ts';
import { mean } from '../statistics/moments.ts';
import { pairedDescriptor, pairedT } from '../statistics/paired-t.ts';
import { welchDescriptor, welchT } from '../statistics/welch-t.ts';
import { wilcoxonDescriptor, wilcoxonSignedRank } from '../statistics/wilcoxon-signed-rank.ts';
import { cliffsThresholds, effectSizeOf, hedgesThresholds } from './effect-words.ts';
import { matchPairs, type Pairs } from './match-pairs.ts';
import { finiteValues } from './summarize-group.ts';

export interface ComparedGroup {
  readonly name: string;
  /** One a run; null or NaN where it has none. */
  readonly values: readonly (number | null)[];
  /** One a run, such as its seed or fold; null where it has none. Given for both groups, runs are compared in pairs. */
  readonly pairingKeys?: readonly (string | null)[] | undefined;
}

export interface PairSettings {
  /** Which question decides: are the means different, or do values of one group tend to be larger? Chosen before looking. */
  readonly question: 'means' | 'ranks';
  readonly level: number;
  /** Of the bootstrap interval; 0 for none. */
  readonly resamples: number;
  readonly seed: number;
}

/** With fewer a t test hangs on a single value, and ranks cannot reach any usual level. */
const fewestRuns = 3;
/** The bootstrap knows no values but those it has: below, its intervals are far too narrow. */
const fewestBootstrapped = 5;

/** One difference before p-values are adjusted over all of them: the verdict and what depends on it are still open. */
export type PairFacts = Omit<GroupDifference, 'verdict' | 'adjustedPValue' | 'comparisons' | 'better'>;

/**
 * Pairs are used where enough runs have a partner, which is decided by keys alone, never by values; so is the test. Only where a t test
 * is undefined, because nothing spreads, ranks decide.
 */
export function comparePair(
  reference: ComparedGroup,
  candidate: ComparedGroup,
  settings: PairSettings,
): PairFacts {
  const pairs = matchPairs(reference, candidate);
  const isPaired = pairs !== null && pairs.reference.length >= fewestRuns;
  const sides: Pairs = isPaired
    ? pairs
    : { reference: finiteValues(reference.values), candidate: finiteValues(candidate.values) };
  const n = { reference: sides.reference.length, candidate: sides.candidate.length };
  const facts = {
    reference: reference.name,
    candidate: candidate.name,
    isPaired,
    n,
    leftOut: {
      reference: reference.values.length - n.reference,
      candidate: candidate.values.length - n.candidate,
    },
    level: settings.level,
  };
  return Math.min(n.reference, n.candidate) < fewestRuns
    ? { ...facts, ...untested(sides) }
    : { ...facts, ...tested(sides, isPaired, settings) };
}

type Findings = Omit<PairFacts, 'reference' | 'candidate' | 'isPaired' | 'n' | 'leftOut' | 'level'>;

function untested(sides: Pairs): Findings {
  return {
    ...meansOf(sides),
    interval: null,
    bootstrapInterval: null,
    decidedBy: null,
    pValue: null,
    tests: [],
    effects: null,
  };
}

function tested(sides: Pairs, isPaired: boolean, settings: PairSettings): Findings {
  const { level, resamples, seed } = settings;
  const meanTest = (isPaired ? pairedT : welchT)({ ...sides, level });
  const onMeans = {
    name: isPaired ? pairedDescriptor.name : welchDescriptor.name,
    title: isPaired ? pairedDescriptor.title : welchDescriptor.title,
    statistic: orNull(meanTest.statistic),
    degreesOfFreedom: orNull(meanTest.degreesOfFreedom),
    pValue: orNull(meanTest.pValue),
  } satisfies TestOutcome;
  const onRanks = isPaired ? signedRanks(sides) : rankSums(sides);
  const deciding = settings.question === 'ranks' || onMeans.pValue === null ? onRanks : onMeans;
  const hasBootstrap = resamples > 0 && Math.min(...sidesLengths(sides)) >= fewestBootstrapped;
  return {
    ...meansOf(sides),
    interval: meanTest.interval,
    bootstrapInterval: hasBootstrap
      ? bcaMeanDifference({ ...sides, isPaired, resamples, seed, level })
      : null,
    decidedBy: deciding.name,
    pValue: deciding.pValue,
    tests: [onMeans, onRanks],
    effects: effectsOf(sides),
  };
}

function rankSums({ reference, candidate }: Pairs): TestOutcome & { name: DifferenceTestName } {
  const { name, title } = mannWhitneyDescriptor;
  const { u, pValue } = mannWhitney(candidate, reference);
  return { name, title, statistic: u, degreesOfFreedom: null, pValue };
}

function signedRanks({ reference, candidate }: Pairs): TestOutcome & { name: DifferenceTestName } {
  const { name, title } = wilcoxonDescriptor;
  const { statistic, pValue } = wilcoxonSignedRank(
    candidate.map((value, index) => value - reference[index]!),
  );
  return { name, title, statistic, degreesOfFreedom: null, pValue };
}

function effectsOf(sides: Pairs): NonNullable<Findings['effects']> {
  const g = hedgesG(sides);
  const chance = superiority(sides);
  const delta = 2 * chance - 1;
  return {
    hedgesG: Number.isFinite(g) ? { value: g, size: effectSizeOf(g, hedgesThresholds) } : null,
    cliffsDelta: { value: delta, size: effectSizeOf(delta, cliffsThresholds) },
    superiority: chance,
  };
}

function meansOf({ reference, candidate }: Pairs): Pick<PairFacts, 'means' | 'difference'> {
  if (reference.length === 0 || candidate.length === 0) return { means: null, difference: null };
  const means = { reference: mean(reference), candidate: mean(candidate) };
  return { means, difference: means.candidate - means.reference };
}

function sidesLengths({ reference, candidate }: Pairs): [number, number] {
  return [reference.length, candidate.length];
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Which side is ahead by the goal. */
export function aheadBy(
  difference: number | null,
  goal: MetricGoal | null,
): 'reference' | 'candidate' | null {
  if (difference === null || difference === 0 || goal === null) return null;
  return difference > 0 === (goal === 'maximize') ? 'candidate' : 'reference';
}
