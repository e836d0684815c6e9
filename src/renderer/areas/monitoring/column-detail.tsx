import type { ColumnDrift, NumberSummary } from '../../../shared/model/drift-report.ts';
import {
  type Fact,
  formatNumber,
  formatPercent,
  formatPValue,
  HistogramOverlay,
  KeyValues,
  Stack,
  Text,
} from '../../ui/index.ts';
import styles from './monitoring.module.css';
import { overlayBins } from './overlay-bins.ts';

const summaryRows: readonly [keyof NumberSummary, string][] = [
  ['mean', 'mean'],
  ['standardDeviation', 'standard deviation'],
  ['min', 'least'],
  ['quarter', '25 %'],
  ['median', 'median'],
  ['threeQuarters', '75 %'],
  ['max', 'greatest'],
];

const exact = (name: string, value: number | null, text = formatNumber(value)): Fact[] =>
  value === null ? [] : [{ name, value: <span title={String(value)}>{text}</span>, copy: String(value) }];

function factsOf(column: ColumnDrift): Fact[] {
  const { effect, newCategories, newCategoryCount, vanishedCategories, vanishedCategoryCount } = column;
  const list = (all: { label: string }[], count: number) =>
    `${all.map(({ label }) => label).join(', ')}${count > all.length ? ` and ${count - all.length} more` : ''}`;
  return [
    { name: 'Test', value: column.testTitle },
    ...exact('Statistic', column.statistic),
    ...exact('p', column.pValue, formatPValue(column.pValue)),
    ...exact('Adjusted p', column.adjustedPValue, formatPValue(column.adjustedPValue)),
    ...(effect === null
      ? []
      : [
          {
            name: 'Effect',
            value: `${effect.title} ${formatNumber(effect.value)}; from ${formatNumber(effect.threshold)} it matters`,
            copy: String(effect.value),
          },
        ]),
    ...exact('Wasserstein', column.wasserstein),
    ...exact('PSI', column.psi),
    ...(newCategoryCount > 0 ? [{ name: 'New', value: list(newCategories, newCategoryCount) }] : []),
    ...(vanishedCategoryCount > 0
      ? [{ name: 'Vanished', value: list(vanishedCategories, vanishedCategoryCount) }]
      : []),
  ];
}

/** The figures of both sides beside each other. */
function Sides({ column: { counts, summary, missing } }: { column: ColumnDrift }) {
  return (
    <table className={styles.sides}>
      <thead>
        <tr>
          <th scope="col">of each side</th>
          <th scope="col">reference</th>
          <th scope="col">current</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>rows</td>
          <td>{formatNumber(counts.reference.rows)}</td>
          <td>{formatNumber(counts.current.rows)}</td>
        </tr>
        <tr>
          <td>used in the test</td>
          <td>{formatNumber(counts.reference.used)}</td>
          <td>{formatNumber(counts.current.used)}</td>
        </tr>
        {missing !== null && (
          <tr>
            <td>missing</td>
            <td>{formatPercent(missing.referenceShare)}</td>
            <td>{formatPercent(missing.currentShare)}</td>
          </tr>
        )}
        {summary !== null &&
          summaryRows.map(([key, name]) => (
            <tr key={key}>
              <td>{name}</td>
              <td title={String(summary.reference[key])}>{formatNumber(summary.reference[key])}</td>
              <td title={String(summary.current[key])}>{formatNumber(summary.current[key])}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** Both distributions of one column over each other, with the exact figures. */
export function ColumnDetail({ column }: { column: ColumnDrift }) {
  const bins = overlayBins(column);
  return (
    <div className={styles.detail}>
      <Stack>
        {bins.length > 0 ? (
          <HistogramOverlay label={`Distribution of ${column.name}`} bins={bins} />
        ) : (
          <Text tone="muted">There is no distribution to draw.</Text>
        )}
        {column.overlay?.kind === 'bins' && column.overlay.isClipped && (
          <Text tone="muted" size="small">
            The outermost bins also hold what lies beyond them.
          </Text>
        )}
        <Sides column={column} />
      </Stack>
      <Stack>
        <KeyValues facts={factsOf(column)} />
        <Text tone="muted" size="small">
          {column.reason}
        </Text>
      </Stack>
    </div>
  );
}
