import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { Select } from '../../ui/index.ts';

const aggregates: readonly { value: MetricAggregate; label: string }[] = [
  { value: 'last', label: 'Last value' },
  { value: 'best', label: 'Best value' },
  { value: 'min', label: 'Minimum' },
  { value: 'max', label: 'Maximum' },
];

/** Which value of a metric's history stands for it. */
export function MetricValueSelect({
  value,
  onChange,
}: {
  value: MetricAggregate;
  onChange: (value: MetricAggregate) => void;
}) {
  return (
    <Select
      label="Value of each metric"
      hideLabel
      inline
      value={value}
      onChange={onChange}
      options={aggregates}
    />
  );
}
