import type { Signature, SignatureInput } from '../../../shared/model/signature.ts';
import { type DataColumn, DataTable, EmptyState, Stack, Text } from '../../ui/index.ts';
import styles from './models.module.css';

const columns: DataColumn<SignatureInput>[] = [
  { id: 'name', header: 'input', value: ({ name }) => name, width: 200 },
  { id: 'type', header: 'type', value: ({ type }) => type, width: 96 },
  {
    id: 'example',
    header: 'example',
    value: ({ example }) => (example === null ? null : String(example)),
    width: 160,
  },
  {
    id: 'categories',
    header: 'known categories',
    value: ({ categories }) => categories?.join(', ') ?? null,
    width: 360,
  },
];

function purpose({ task, target, classes }: Signature): string {
  if (task === 'regression') return `Predicts the number ${target}`;
  return classes.length === 0
    ? `Predicts ${target}; the file does not name its classes`
    : `Predicts ${target}: ${classes.join(', ')}`;
}

/** What the model takes and gives. */
export function SignatureTable({ signature }: { signature: Signature | null }) {
  if (signature === null)
    return <EmptyState text="This file says nothing about its inputs, so it can be kept but not served." />;
  return (
    <Stack>
      <Text selectable>{purpose(signature)}</Text>
      <div className={styles.inputs}>
        <DataTable
          label="Inputs"
          name="model-signature"
          rows={signature.inputs}
          rowId={({ name }) => name}
          columns={columns}
        />
      </div>
    </Stack>
  );
}
