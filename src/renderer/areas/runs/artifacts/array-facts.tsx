import type { ArrayFacts } from '../../../../shared/model/artifact-content.ts';
import { useQuery } from '../../../client/index.ts';
import { type Fact, formatBytes, KeyValues, Skeleton, Stack, Text } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { StatisticsNote, statisticsFacts } from './statistics-facts.tsx';

export const arrayShape = (shape: readonly number[]) => (shape.length === 0 ? 'scalar' : shape.join(' × '));

/** What an array is, and its figures. */
export function ArrayFactsView({ file: { run, path }, array }: { file: ArtifactFile; array: ArrayFacts }) {
  const { member, refusal } = array;
  const statistics = useQuery('runs.arrayStatistics', { run, path, member }, { enabled: refusal === null });
  const found = statistics.data;
  const facts: Fact[] = [
    { name: 'Type', value: `${array.typeName} (${array.descr})` },
    { name: 'Shape', value: arrayShape(array.shape) },
    { name: 'Order', value: array.order === 'C' ? 'C, rows side by side' : 'Fortran, columns side by side' },
    { name: 'Size', value: formatBytes(array.sizeBytes) },
    ...statisticsFacts(found),
  ];
  return (
    <div className={styles.padded}>
      <Stack>
        <KeyValues label="Facts of the array" facts={facts} />
        {refusal !== null && <Text tone="warning">{refusal}</Text>}
        <StatisticsNote found={found} />
        {statistics.error !== null && <Text tone="bad">{statistics.error.message}</Text>}
        {refusal === null && found === undefined && statistics.error === null && <Skeleton lines={3} />}
      </Stack>
    </div>
  );
}
