import type { SignatureInput } from '../../../shared/model/signature.ts';
import { NumberField, Select, TextField } from '../../ui/index.ts';
import { dateProblem } from './date-problem.ts';

export type InputValue = string | number | boolean | null;

const missing = '\u0000missing';
const missingOption = { value: missing, label: 'missing' };

interface InputFieldProps {
  input: SignatureInput;
  value: InputValue;
  onChange: (value: InputValue) => void;
}

function ChoiceField({ input, value, onChange }: InputFieldProps) {
  const categories = input.categories ?? [];
  const known =
    typeof value === 'string' && !categories.includes(value) ? [value, ...categories] : categories;
  return (
    <Select
      label={input.name}
      value={value === null ? missing : String(value)}
      onChange={(next) => onChange(next === missing ? null : next)}
      options={[
        ...known.map((category) => ({ value: category, label: category === '' ? '(empty)' : category })),
        missingOption,
      ]}
    />
  );
}

/** One input of a model, as its type wants it. What is left empty is sent as missing. */
export function InputField(props: InputFieldProps) {
  const { input, value, onChange } = props;
  const label = input.name;
  switch (input.type) {
    case 'number':
      return (
        <NumberField
          label={label}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          placeholder="missing"
        />
      );
    case 'boolean':
      return (
        <Select
          label={label}
          value={value === null ? missing : value === true || value === 1 ? 'true' : 'false'}
          onChange={(next) => onChange(next === missing ? null : next === 'true')}
          options={[{ value: 'true', label: 'true' }, { value: 'false', label: 'false' }, missingOption]}
        />
      );
    case 'datetime':
      return (
        <TextField
          label={label}
          value={value === null ? '' : String(value)}
          onChange={(text) => onChange(text === '' ? null : text)}
          placeholder="2026-05-31"
          problem={typeof value === 'string' ? dateProblem(value) : undefined}
        />
      );
    case 'string':
      return input.categories === undefined || input.categories.length === 0 ? (
        <TextField
          label={label}
          value={value === null ? '' : String(value)}
          onChange={(text) => onChange(text === '' ? null : text)}
          placeholder="missing"
        />
      ) : (
        <ChoiceField {...props} />
      );
  }
}
