import { type ColumnProfile, type DataType, dataType } from '../../../shared/model/dataset.ts';
import { Inspector, navigate } from '../../app/index.ts';
import { useCommand } from '../../client/index.ts';
import {
  BarChart,
  binLabel,
  type Fact,
  formatDays,
  formatNumber,
  formatPercent,
  KeyValues,
  Select,
  Stack,
  Text,
  toast,
} from '../../ui/index.ts';

const options = dataType.options.map((value) => ({ value, label: value }));

/** A measured value as the column's type writes it. */
const writerFor = (type: DataType): ((value: number) => string) =>
  type === 'date' || type === 'datetime' ? (days) => formatDays(days, type) : formatNumber;

function factsOf(
  { count, missing, distinct, isDistinctApproximate, ...column }: ColumnProfile,
  rowCount: number,
): Fact[] {
  const write = writerFor(column.type);
  const facts: Fact[] = [
    { name: 'Present', value: formatNumber(count) },
    {
      name: 'Missing',
      value: missing === 0 ? '0' : `${formatNumber(missing)} (${formatPercent(missing / rowCount)})`,
    },
    { name: 'Distinct', value: `${isDistinctApproximate ? 'about ' : ''}${formatNumber(distinct)}` },
  ];
  const { numeric, text } = column;
  if (numeric !== null) {
    facts.push(
      { name: 'Smallest', value: write(numeric.min) },
      ...numeric.quantiles.map(({ probability, value }) => ({
        name: probability === 0.5 ? 'Median' : formatPercent(probability),
        value: write(value),
      })),
      { name: 'Largest', value: write(numeric.max) },
      { name: 'Mean', value: write(numeric.mean) },
    );
    if (numeric.standardDeviation !== null)
      facts.push({ name: 'Deviation', value: formatNumber(numeric.standardDeviation) });
    if (numeric.zeros > 0) facts.push({ name: 'Zeros', value: formatNumber(numeric.zeros) });
    if (numeric.infinite > 0) facts.push({ name: 'Infinite', value: formatNumber(numeric.infinite) });
  }
  if (text !== null)
    facts.push({
      name: 'Length',
      value: `${formatNumber(text.minLength)} to ${formatNumber(text.maxLength)}, mean ${formatNumber(text.meanLength)}`,
    });
  return facts;
}

/** One column: its distribution, its figures, its most common values, and the way to correct its type. */
export function ColumnInspector({
  reference,
  column,
  rowCount,
  onClose,
}: {
  reference: string;
  column: ColumnProfile;
  rowCount: number;
  onClose: () => void;
}) {
  const correct = useCommand('datasets.correctTypes', { failure: 'The type could not be changed' });
  const write = writerFor(column.type);
  const changeType = async (type: DataType) => {
    const version = await correct.run({ dataset: reference, types: { [column.name]: type } });
    if (version === undefined) return;
    toast({ meaning: 'good', title: `${column.name} is ${type} in version ${version.version}` });
    navigate({ area: 'data', id: `${version.dataset}@${version.version}` });
  };
  return (
    <Inspector title={column.name} onClose={onClose}>
      <Stack>
        <Select
          label="Type"
          value={column.type}
          options={options}
          disabled={correct.isRunning}
          onChange={(type) => void changeType(type)}
          hint={correct.isRunning ? 'Reading the file again' : 'A change makes a new version of the dataset'}
        />
        {column.histogram.length > 0 && (
          <BarChart
            label={`Distribution of ${column.name}`}
            valueLabel="rows"
            height={160}
            bars={column.histogram.map(({ from, to, count }) => ({
              label: column.type.startsWith('date') ? `${write(from)} to ${write(to)}` : binLabel(from, to),
              value: count,
            }))}
          />
        )}
        <KeyValues label={`Figures of ${column.name}`} facts={factsOf(column, rowCount)} />
        {column.topValues.length > 0 && (
          <>
            <Text strong>Most common values</Text>
            <KeyValues
              label="Most common values"
              facts={column.topValues.map(({ value, count }) => ({
                name: value === '' ? '(empty text)' : value,
                value: `${formatNumber(count)} (${formatPercent(count / Math.max(1, rowCount))})`,
              }))}
            />
          </>
        )}
      </Stack>
    </Inspector>
  );
}
