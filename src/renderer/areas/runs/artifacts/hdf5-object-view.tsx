import { useState } from 'react';
import type { Hdf5Details, Hdf5Object } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { call, useQuery } from '../../../client/index.ts';
import { type Fact, formatBytes, KeyValues, Segments, Stack, Text, ViewFrame } from '../../../ui/index.ts';
import { arrayShape } from './array-facts.tsx';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { GridValues } from './grid-values.tsx';
import { StatisticsNote, statisticsFacts } from './statistics-facts.tsx';

type Dataset = NonNullable<Hdf5Details['dataset']>;

const shownLength = 300;

const factsOf = ({ typeName, shape, chunks, filters, sizeBytes }: Dataset): Fact[] => [
  { name: 'Type', value: typeName },
  { name: 'Shape', value: shape === null ? 'without values' : arrayShape(shape) },
  { name: 'Stored', value: chunks === null ? 'in one piece' : `in pieces of ${arrayShape(chunks)}` },
  ...(filters.length === 0 ? [] : [{ name: 'Packed with', value: filters.join(', ') }]),
  { name: 'Size', value: formatBytes(sizeBytes) },
];

function DatasetFacts({
  file,
  object,
  dataset,
}: {
  file: ArtifactFile;
  object: Hdf5Object;
  dataset: Dataset;
}) {
  const { run, path } = file;
  const isCounted = dataset.isNumeric && dataset.refusal === null;
  const statistics = useQuery(
    'runs.hdfStatistics',
    { run, path, object: object.path },
    { enabled: isCounted },
  );
  return (
    <>
      <KeyValues
        label={`Facts of ${object.path}`}
        facts={[...factsOf(dataset), ...statisticsFacts(statistics.data)]}
      />
      {dataset.refusal !== null && <Text tone="warning">{dataset.refusal}</Text>}
      <StatisticsNote found={statistics.data} />
      {statistics.error !== null && <Text tone="bad">{statistics.error.message}</Text>}
    </>
  );
}

const linkText = ({ target }: Hdf5Object): string =>
  target?.includes(' in the file ')
    ? `A link to ${target}, which is not followed.`
    : `A link to ${target ?? 'nowhere'}; choose that to see it.`;

function Facts({ file, object, details }: { file: ArtifactFile; object: Hdf5Object; details: Hdf5Details }) {
  const { attributes, dataset } = details;
  return (
    <div className={styles.padded}>
      <Stack>
        {object.kind === 'link' && <Text tone="muted">{linkText(object)}</Text>}
        {dataset !== null && <DatasetFacts {...{ file, object, dataset }} />}
        {attributes.length > 0 && <Text strong>Attributes</Text>}
        {attributes.length > 0 && (
          <KeyValues
            label={`Attributes of ${object.path}`}
            facts={attributes.map(({ name, typeName, value }) => ({
              name,
              value: (
                <span title={typeName}>
                  {value.length > shownLength ? `${value.slice(0, shownLength)}…` : value}
                </span>
              ),
              copy: value,
            }))}
          />
        )}
        {attributes.length === 0 && object.kind !== 'link' && <Text tone="muted">It has no attributes.</Text>}
      </Stack>
    </div>
  );
}

function Details({
  file,
  object,
  details,
}: {
  file: ArtifactFile;
  object: Hdf5Object;
  details: Hdf5Details;
}) {
  const { run, path } = file;
  const [view, setView] = useState<'facts' | 'values'>('facts');
  const { dataset } = details;
  if (dataset === null || dataset.refusal !== null) return <Facts {...{ file, object, details }} />;
  return (
    <ViewFrame
      bar={
        <Segments
          label="Show"
          value={view}
          onChange={setView}
          options={[
            { value: 'facts', label: 'Facts' },
            { value: 'values', label: 'Values' },
          ]}
        />
      }
    >
      {view === 'facts' ? (
        <div className={styles.scrolled}>
          <Facts {...{ file, object, details }} />
        </div>
      ) : (
        <GridValues
          grid={dataset.grid}
          sliceCount={dataset.sliceCount}
          label={object.path}
          sourceKey={JSON.stringify([run, path, object.path])}
          fetchRows={async (window, signal) =>
            (await call('runs.hdfRows', { run, path, object: object.path, ...window }, { signal })).rows
          }
        />
      )}
    </ViewFrame>
  );
}

/** What is said of an object, and the values of a dataset. */
export function Hdf5ObjectView({ file, object }: { file: ArtifactFile; object: Hdf5Object }) {
  const { run, path } = file;
  const details = useQuery('runs.hdfObject', { run, path, object: object.path });
  return (
    <QueryState query={details} what="The object">
      {(found) => <Details {...{ file, object }} details={found} />}
    </QueryState>
  );
}
