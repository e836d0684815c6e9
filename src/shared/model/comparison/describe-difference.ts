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
    return `No difference in ${metric} between “${candidate}” and “${reference}” is shown: ${numbers(found)}.${onlyAlone(found)} That does not prove them equal.`;
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
  const { means, difference, n, isPaired } = found;
  const against = means ? `${formatNumber(means.candidate)} against ${formatNumber(means.reference)}, ` : '';
  const size = isPaired ? countOf(n.candidate, 'pair') : `${n.candidate} and ${countOf(n.reference, 'run')}`;
  const how = [range(found), test(found), size].filter((part) => part !== '').join('; ');
  return `${against}${formatDelta(difference)} (${how})`;
}

/** Only p is adjusted for the number of comparisons, and only a t test is about means: where the two could be held against each other, it is said. */
function range({ interval, level, decidedBy, comparisons }: GroupDifference): string {
  if (interval === null) return '';
  const isOfRanks = decidedBy === 'mann_whitney' || decidedBy === 'wilcoxon';
  const of = [
    ...(isOfRanks ? ['of the means’ difference'] : []),
    ...(comparisons > 1 ? ['of this pair alone'] : []),
  ].join(', ');
  const ends = `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`;
  return `${formatNumber(level * 100)} % interval ${of === '' ? '' : `${of}${isOfRanks ? ',' : ''} `}${ends}`;
}

function test({ decidedBy, pValue, adjustedPValue, comparisons }: GroupDifference): string {
  const p =
    comparisons > 1
      ? `p ${formatPValue(pValue)} of this pair alone, ${formatPValue(adjustedPValue)} adjusted for ${comparisons} comparisons`
      : `p ${formatPValue(adjustedPValue)}`;
  return decidedBy ? `${testWords[decidedBy]}: ${p}` : p;
}

function onlyAlone({ pValue, level, comparisons }: GroupDifference): string {
  return comparisons > 1 && pValue !== null && 1 - pValue > level
    ? ` Alone, this pair would count as different; one such among ${comparisons} comparisons may be chance.`
    : '';
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
