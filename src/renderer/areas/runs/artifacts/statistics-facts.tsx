import type { ArrayStatistics } from '../../../../shared/model/artifact-content.ts';
import { countOf, type Fact, formatNumber, Text } from '../../../ui/index.ts';

const exact = (value: number | null) =>
  value === null ? '–' : <span title={String(value)}>{formatNumber(value)}</span>;

/** The figures of an array, as facts beside the others; none for values that are no numbers. */
export const statisticsFacts = (found: ArrayStatistics | null | undefined): Fact[] =>
  found === undefined || found === null
    ? []
    : [
        { name: 'Minimum', value: exact(found.minimum) },
        { name: 'Maximum', value: exact(found.maximum) },
        { name: 'Mean', value: exact(found.mean) },
        { name: 'Standard deviation', value: exact(found.deviation) },
        { name: 'NaN', value: formatNumber(found.nanCount) },
        { name: 'Infinite', value: formatNumber(found.infiniteCount) },
      ];

/** Says of how many values the figures are, where it is not all of them. */
export function StatisticsNote({ found }: { found: ArrayStatistics | null | undefined }) {
  return found?.isComplete === false ? (
    <Text tone="muted" size="small">
      Computed from the first {countOf(found.valueCount, 'value')}.
    </Text>
  ) : null;
}
