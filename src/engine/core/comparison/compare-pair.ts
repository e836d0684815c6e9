import type {
  DecisionReason,
  DifferenceTestName,
  GroupDifference,
  TestOutcome,
} from '../../../shared/model/comparison/difference.ts';
import { bcaMeanDifference } from '../statistics/bca-interval.ts';
import { hedgesG } from '../statistics/hedges-g.ts';
import { mannWhitney, mannWhitneyDescriptor } from '../statistics/mann-whitney.ts';
import { mean } from '../statistics/moments.ts';
import { pairedDescriptor, pairedT } from '../statistics/paired-t.ts';
import { superiority } from '../statistics/superiority.ts';
import { welchDescriptor, welchT } from '../statistics/welch-t.ts';
import { wilcoxonDescriptor, wilcoxonSignedRank } from '../statistics/wilcoxon-signed-rank.ts';
import type { ComparedGroup } from './compared-group.ts';
import { cliffsThresholds, effectSizeOf, hedgesThresholds } from './effect-words.ts';
import { matchPairs, type Pairs } from './match-pairs.ts';
import { finiteValues } from './summarize-group.ts';

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
 * Pairs are used where at least half of the smaller group's runs have a partner, whatever their values. Which test decides follows from the question and
 * from numbers of runs, not from what their values look like; only where nothing spreads, a t test is undefined, and ranks decide.
 */
export function comparePair(
  reference: ComparedGroup,
  candidate: ComparedGroup,
  settings: PairSettings,
): PairFacts {
  const all = { reference: finiteValues(reference.values), candidate: finiteValues(candidate.values) };
  const pairs = matchPairs(reference, candidate);
  const needed = Math.max(fewestRuns, Math.ceil(smallerSide(all) / 2));
  const isPaired = pairs !== null && pairs.reference.length >= needed;
  const sides: Pairs = isPaired ? pairs : all;
  const n = { reference: sides.reference.length, candidate: sides.candidate.length };
  const facts = {
    reference: reference.name,
    candidate: candidate.name,
    isPaired,
    pairing: pairs && { found: pairs.reference.length, needed },
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

type Findings = Omit<
  PairFacts,
  'reference' | 'candidate' | 'isPaired' | 'pairing' | 'n' | 'leftOut' | 'level'
>;

function untested(sides: Pairs): Findings {
  return {
    ...meansOf(sides),
    interval: null,
    bootstrapInterval: null,
    decidedBy: null,
    decidedBecause: null,
    larger: null,
    pValue: null,
    tests: [],
    effects: null,
  };
}

function tested(sides: Pairs, isPaired: boolean, settings: PairSettings): Findings {
  const { level, resamples, seed } = settings;
  const onMeans = meanTest(sides, isPaired, level);
  const onRanks = isPaired ? signedRanks(sides) : rankSums(sides);
  const decidedBecause = reasonToDecide({
    sides,
    isPaired,
    settings,
    hasMeanTest: onMeans.outcome.pValue !== null,
  });
  const deciding = decidedBecause === 'means-asked' ? onMeans : onRanks;
  const hasBootstrap = resamples > 0 && smallerSide(sides) >= fewestBootstrapped;
  return {
    ...meansOf(sides),
    interval: onMeans.interval,
    bootstrapInterval: hasBootstrap
      ? bcaMeanDifference({ ...sides, isPaired, resamples, seed, level })
      : null,
    decidedBy: deciding.outcome.name,
    decidedBecause,
    larger: largerBy(deciding.lean),
    pValue: deciding.outcome.pValue,
    tests: [onMeans.outcome, onRanks.outcome],
    effects: effectsOf(sides),
  };
}

function reasonToDecide({
  sides,
  isPaired,
  settings,
  hasMeanTest,
}: {
  readonly sides: Pairs;
  readonly isPaired: boolean;
  readonly settings: PairSettings;
  readonly hasMeanTest: boolean;
}): DecisionReason {
  if (settings.question === 'ranks') return 'ranks-asked';
  if (!isPaired && isLopsided(sides)) return 'unequal-sizes';
  return hasMeanTest ? 'means-asked' : 'no-spread';
}

/** Of equal samples of 3 and 30 normal values Welch's test calls 8 % different at a level of 95 %, of skewed ones 15 %. */
function isLopsided(sides: Pairs): boolean {
  const smaller = smallerSide(sides);
  return smaller < 30 && Math.max(sides.reference.length, sides.candidate.length) > 1.5 * smaller;
}

interface Tested {
  readonly outcome: TestOutcome & { readonly name: DifferenceTestName };
  /** Positive where the test sees the candidate's values as larger. */
  readonly lean: number;
}

function meanTest(sides: Pairs, isPaired: boolean, level: number): Tested & Pick<Findings, 'interval'> {
  const found = (isPaired ? pairedT : welchT)({ ...sides, level });
  return {
    outcome: {
      ...(isPaired ? pairedDescriptor : welchDescriptor),
      statistic: orNull(found.statistic),
      degreesOfFreedom: orNull(found.degreesOfFreedom),
      pValue: orNull(found.pValue),
    },
    lean: found.difference,
    interval: found.interval,
  };
}

function rankSums({ reference, candidate }: Pairs): Tested {
  const { u, pValue } = mannWhitney(candidate, reference);
  return {
    outcome: { ...mannWhitneyDescriptor, statistic: u, degreesOfFreedom: null, pValue },
    lean: u - (reference.length * candidate.length) / 2,
  };
}

function signedRanks({ reference, candidate }: Pairs): Tested {
  const { statistic, lean, pValue } = wilcoxonSignedRank(
    candidate.map((value, index) => value - reference[index]!),
  );
  return { outcome: { ...wilcoxonDescriptor, statistic, degreesOfFreedom: null, pValue }, lean };
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

function smallerSide({ reference, candidate }: Pairs): number {
  return Math.min(reference.length, candidate.length);
}

function largerBy(lean: number): Findings['larger'] {
  if (lean === 0) return null;
  return lean > 0 ? 'candidate' : 'reference';
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
