import type { ColumnDrift } from '../../../shared/model/drift-report.ts';
import { Badge, type DataColumn, formatNumber, formatPercent, formatPValue, Text } from '../../ui/index.ts';
import { columnStatus, effectRatio } from './column-status.ts';
import { MiniOverlay } from './mini-overlay.tsx';
import { overlayBins } from './overlay-bins.ts';

function Effect({ effect }: Pick<ColumnDrift, 'effect'>) {
  if (effect === null) return <Text tone="muted">–</Text>;
  const sign = effect.value >= effect.threshold ? '≥' : '<';
  return (
    <span title={`${effect.title}: ${effect.value}`}>
      {formatNumber(effect.value, 3)}{' '}
      <Text tone="muted">
        {sign} {formatNumber(effect.threshold, 3)}
      </Text>
    </span>
  );
}

function MissingShift({ missing }: Pick<ColumnDrift, 'missing'>) {
  if (missing === null || (missing.referenceShare === 0 && missing.currentShare === 0))
    return <Text tone="muted">none</Text>;
  const text = `${formatPercent(missing.referenceShare)} → ${formatPercent(missing.currentShare)}`;
  return missing.drifted ? <Text tone="bad">{text}</Text> : text;
}

export const driftColumns: DataColumn<ColumnDrift>[] = [
  { id: 'name', header: 'column', value: ({ name }) => name, width: 152 },
  {
    id: 'status',
    header: 'verdict',
    value: (column) => columnStatus(column).text,
    cell: (column) => {
      const { text, meaning } = columnStatus(column);
      return <Badge meaning={meaning}>{text}</Badge>;
    },
    width: 120,
  },
  {
    id: 'overlay',
    header: 'distribution',
    hint: 'Grey bars: reference. Line: current.',
    value: () => null,
    sortable: false,
    cell: (column) => <MiniOverlay bins={overlayBins(column)} label={column.name} />,
    width: 112,
  },
  {
    id: 'effect',
    header: 'effect',
    kind: 'number',
    hint: 'The size of the change and the threshold from which it matters; ordered by how often it is the threshold',
    value: effectRatio,
    cell: (column) => <Effect effect={column.effect} />,
    width: 112,
  },
  {
    id: 'adjusted',
    header: 'adjusted p',
    kind: 'number',
    value: ({ adjustedPValue }) => adjustedPValue,
    cell: ({ adjustedPValue }) => formatPValue(adjustedPValue),
    width: 96,
  },
  { id: 'test', header: 'test', value: ({ testTitle }) => testTitle, width: 184 },
  { id: 'statistic', header: 'statistic', kind: 'number', value: ({ statistic }) => statistic, width: 88 },
  {
    id: 'psi',
    header: 'PSI',
    kind: 'number',
    value: ({ psi }) => psi,
    cell: ({ psi }) => formatNumber(psi, 2),
    width: 88,
  },
  {
    id: 'missing',
    header: 'missing',
    value: ({ missing }) => (missing === null ? null : missing.currentShare - missing.referenceShare),
    cell: (column) => <MissingShift missing={column.missing} />,
    width: 128,
  },
  {
    id: 'newCategories',
    header: 'new categories',
    value: ({ newCategories }) => newCategories.map(({ label }) => label).join(', ') || null,
    width: 152,
  },
  { id: 'kind', header: 'kind', value: ({ kind }) => kind, width: 88, hiddenAtFirst: true },
];
