import type { SplitSpecification } from '../../../shared/model/learner.ts';
import { NumberField, Select } from '../../ui/index.ts';
import { splitOfKind } from './choices.ts';

const kinds = [
  { value: 'stratified', label: 'Stratified: classes in equal shares' },
  { value: 'random', label: 'Random' },
  { value: 'time', label: 'By time: the latest rows are held out' },
  { value: 'group', label: 'By group: a group is never divided' },
] as const;

/** How rows are held out. */
export function SplitFields({
  split,
  columns,
  onChange,
}: {
  split: SplitSpecification;
  columns: readonly string[];
  onChange: (split: SplitSpecification) => void;
}) {
  return (
    <>
      <Select
        label="Split"
        value={split.kind}
        options={kinds}
        onChange={(kind) => onChange(splitOfKind(kind, split, columns))}
      />
      {(split.kind === 'time' || split.kind === 'group') && (
        <Select
          label={split.kind === 'time' ? 'Time column' : 'Group column'}
          value={split.column}
          options={columns.map((value) => ({ value, label: value }))}
          onChange={(column) => onChange({ ...split, column })}
        />
      )}
      <NumberField
        label="Held out"
        unit="%"
        value={Math.round(split.testShare * 100)}
        minimum={1}
        maximum={90}
        step={5}
        hint="Rows the model never sees, for an honest figure"
        onChange={(percent) => {
          if (percent !== null && percent >= 1 && percent <= 90)
            onChange({ ...split, testShare: percent / 100 });
        }}
      />
    </>
  );
}
