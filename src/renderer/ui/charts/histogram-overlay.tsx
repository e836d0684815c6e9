import { tickText } from '../../../shared/charts/tick-text.ts';
import { formatPercent } from '../format.ts';
import { ChartFrame } from './frame.tsx';
import type { OverlayBin } from './histogram-drawing.tsx';

export type { OverlayBin };

export interface HistogramOverlayProps {
  label: string;
  bins: readonly OverlayBin[];
  referenceName?: string;
  currentName?: string;
  height?: number;
}

/** The text of a numeric bin: "1.5 to 2". */
export const binLabel = (from: number, to: number): string => `${tickText(from)} to ${tickText(to)}`;

/** Two distributions over the same bins, side by side in each, so that neither hides the other. */
export function HistogramOverlay({
  label,
  bins,
  referenceName = 'reference',
  currentName = 'current',
  height = 180,
}: HistogramOverlayProps) {
  const reference = { label: referenceName, color: 'var(--series-8)' };
  const current = { label: currentName, color: 'var(--series-2)' };
  return (
    <ChartFrame
      label={label}
      drawn={bins.length}
      noun="bins"
      height={height}
      legend={[reference, current]}
      table={{
        head: ['bin', referenceName, currentName],
        rows: bins.map((bin) => [bin.label, formatPercent(bin.reference), formatPercent(bin.current)]),
      }}
    >
      {({ HistogramDrawing }, space) => <HistogramDrawing {...space} {...{ bins, reference, current }} />}
    </ChartFrame>
  );
}
