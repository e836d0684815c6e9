import { formatDelta, formatNumber, formatPValue } from '../format.ts';
import type { DifferenceTestName, GroupDifference } from './difference.ts';

const testWords: Readonly<Record<DifferenceTestName, string>> = {
  welch_t: 'Welch’s t test',
  mann_whitney: 'Mann–Whitney U',
  paired_t: 'paired t test',
  wilcoxon: 'Wilcoxon signed-rank test',
};

/** The one sentence that command line and window say about a difference of `metric`. */
export function describeDifference(found: GroupDifference, metric: string): string {
  if (found.verdict === 'too-few-runs') return tooFew(found);
  const { reference, candidate } = found;
  if (found.verdict === 'not-shown')
    return `No difference in ${metric} between “${candidate}” and “${reference}” is shown: ${numbers(found)}. That does not prove them equal.`;
  return `${whoIsAhead(found, metric)}: ${numbers(found)}. ${effect(found)}`;
}

function tooFew({ reference, candidate, n }: GroupDifference): string {
  const counts = `“${candidate}” has ${countOf(n.candidate, 'run')} with a value, “${reference}” has ${n.reference}`;
  return `Too few runs to tell: ${counts}; at least 3 of each are needed.`;
}

function whoIsAhead({ reference, candidate, better, larger }: GroupDifference, metric: string): string {
  // The figures that follow are those of the candidate against the reference, so the words keep that order too.
  if (better !== null)
    return `“${candidate}” is ${better === 'candidate' ? 'better' : 'worse'} than “${reference}” in ${metric}`;
  const word = larger === 'candidate' ? 'higher' : 'lower';
  return `${metric} of “${candidate}” is ${word} than of “${reference}”`;
}

function numbers(found: GroupDifference): string {
  const { means, difference, interval, decidedBy, adjustedPValue, comparisons, n, isPaired, level } = found;
  const against = means ? `${formatNumber(means.candidate)} against ${formatNumber(means.reference)}, ` : '';
  const range = interval
    ? `${formatNumber(level * 100)} % interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)}, `
    : '';
  const test = decidedBy ? `${testWords[decidedBy]}, ` : '';
  const p = `${comparisons > 1 ? `p adjusted for ${comparisons} comparisons` : 'p'} ${formatPValue(adjustedPValue)}`;
  const size = isPaired ? countOf(n.candidate, 'pair') : `${n.candidate} and ${countOf(n.reference, 'run')}`;
  return `${against}${formatDelta(difference)} (${range}${test}${p}, ${size})`;
}

function effect({ effects, candidate, reference }: GroupDifference): string {
  if (!effects) return '';
  const { hedgesG, cliffsDelta, superiority } = effects;
  const size = (hedgesG ?? cliffsDelta).size;
  const chance = formatNumber(superiority * 100, 3);
  return `The effect is ${size}: a run of “${candidate}” has the higher value than one of “${reference}” in ${chance} % of pairs.`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
