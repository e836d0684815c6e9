import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import { type Meaning, StatusDot } from '../../ui/index.ts';

const states: Record<DatasetVersion['state'], { meaning: Meaning; text: string }> = {
  available: { meaning: 'good', text: 'available' },
  changed: { meaning: 'warning', text: 'changed since it was added' },
  missing: { meaning: 'bad', text: 'file is missing' },
};

/** Whether the file behind a version is still the one that was added. */
export function DatasetState({ state }: { state: DatasetVersion['state'] }) {
  const { meaning, text } = states[state];
  return <StatusDot meaning={meaning}>{text}</StatusDot>;
}
