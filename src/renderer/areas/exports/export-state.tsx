import type { ExportSummary } from '../../../shared/contract/exports.ts';
import { Badge, type Meaning, StatusDot } from '../../ui/index.ts';

const imageMeanings: Record<ExportSummary['imageState'], Meaning> = {
  'not-built': 'neutral',
  building: 'info',
  built: 'good',
  failed: 'bad',
};
const imageWords: Record<ExportSummary['imageState'], string> = {
  'not-built': 'not built',
  building: 'building',
  built: 'built',
  failed: 'build failed',
};

export function ImageState({ state }: { state: ExportSummary['imageState'] }) {
  return (
    <StatusDot meaning={imageMeanings[state]} live={state === 'building'}>
      {imageWords[state]}
    </StatusDot>
  );
}

/** In one or two words, whether what was written is still what lies there. */
export function filesWord({ state, isIntact }: Pick<ExportSummary, 'state' | 'isIntact'>): string {
  if (state === 'creating') return 'being written';
  if (state === 'failed') return 'not finished';
  return isIntact ? 'intact' : 'changed or gone';
}

export function FilesBadge({ of }: { of: Pick<ExportSummary, 'state' | 'isIntact'> }) {
  const meaning = of.state === 'creating' ? 'info' : of.state === 'ready' && of.isIntact ? 'good' : 'bad';
  return <Badge meaning={meaning}>{filesWord(of)}</Badge>;
}
