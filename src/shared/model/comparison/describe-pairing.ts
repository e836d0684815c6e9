import { countOf, formatNumber } from '../format.ts';
import type { GroupDifference } from './difference.ts';

/** Why groups are not compared in pairs although it was asked for; null where all are, or nobody asked. `by` is what runs are matched by. */
export function describePairing(differences: readonly GroupDifference[], by: string): string | null {
  const open = differences.filter(({ isPaired, pairing }) => !isPaired && pairing !== null);
  const [first] = open;
  if (first === undefined || first.pairing === null) return null;
  const { reference, candidate, pairing, n } = first;
  const head =
    open.length === 1
      ? `“${candidate}” and “${reference}” are not compared in pairs by ${by}: they`
      : `${formatNumber(open.length)} of ${countOf(differences.length, 'comparison')} are not made in pairs by ${by}. “${candidate}” and “${reference}”, for one,`;
  return `${head} have ${countOf(pairing.found, 'value')} of ${by} in common, and ${formatNumber(pairing.needed)} are needed for ${formatNumber(n.candidate)} and ${countOf(n.reference, 'run')}. Runs of a group that share a value make one pair.`;
}
