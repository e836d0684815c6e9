import { useMemo } from 'react';
import type { Endpoint, PredictionRecord } from '../../../shared/model/serving.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  countOf,
  type DataColumn,
  DataTable,
  EmptyState,
  formatPercent,
  Stack,
  Text,
} from '../../ui/index.ts';
import styles from './serving.module.css';

const shown = 200;

/** Time and answer first, then every input as it was sent. */
function columnsOf({ inputs, classes, target }: Signature): DataColumn<PredictionRecord>[] {
  const positive = classes.at(-1);
  return [
    { id: 'time', header: 'time', kind: 'time', value: ({ time }) => Date.parse(time), width: 112 },
    { id: 'prediction', header: target, value: ({ prediction }) => prediction, width: 120 },
    ...(classes.length === 2
      ? [
          {
            id: 'probability',
            header: `p(${positive})`,
            kind: 'number' as const,
            value: ({ probabilities }: PredictionRecord) => probabilities?.at(-1) ?? null,
            cell: ({ probabilities }: PredictionRecord) => formatPercent(probabilities?.at(-1)),
            width: 96,
          },
        ]
      : []),
    ...inputs.map(
      ({ name, type }): DataColumn<PredictionRecord> => ({
        id: `input ${name}`,
        header: name,
        ...(type === 'number' && { kind: 'number' }),
        value: ({ features }) => features[name] ?? null,
        width: 128,
      }),
    ),
    {
      id: 'request',
      header: 'request',
      kind: 'mono',
      value: ({ requestId }) => requestId,
      hiddenAtFirst: true,
    },
  ];
}

/** What was asked lately, and what was answered. */
export function LastPredictions({ endpoint, signature }: { endpoint: Endpoint; signature: Signature }) {
  const predictions = useQuery(
    'serving.predictions',
    { endpoint: endpoint.id, limit: shown },
    { keepPrevious: true },
  );
  const columns = useMemo(() => columnsOf(signature), [signature]);
  return (
    <QueryState query={predictions} what="The predictions">
      {({ predictions: rows, total }) =>
        rows.length === 0 ? (
          <EmptyState text="Every prediction is logged here with what was asked. None was made yet." />
        ) : (
          <Stack>
            <Text tone="muted" size="small">
              {rows.length < total
                ? `The newest ${rows.length} of ${countOf(total, 'prediction')}`
                : countOf(total, 'prediction')}
            </Text>
            <div className={styles.predictions}>
              <DataTable
                label="Last predictions"
                name={`predictions ${endpoint.model}`}
                rows={rows}
                rowId={({ requestId, row }) => `${requestId} ${row}`}
                columns={columns}
                dense
              />
            </div>
          </Stack>
        )
      }
    </QueryState>
  );
}
