import { ChartFrame } from './frame.tsx';
import type { ReliabilityBin } from './reliability-drawing.tsx';

export type { ReliabilityBin };

/** Predicted probability against what came true, with the interval of each bin; on the diagonal the model means what it says. */
export function ReliabilityDiagram({
  bins,
  height = 260,
}: {
  bins: readonly ReliabilityBin[];
  height?: number;
}) {
  const filled = bins.filter(({ count }) => count > 0);
  const rows = filled.reduce((sum, { count }) => sum + count, 0);
  return (
    <ChartFrame
      label="Reliability diagram"
      drawn={rows}
      noun="rows"
      height={height}
      table={{
        head: ['mean predicted', 'observed share', 'rows'],
        rows: filled.map((bin) => [bin.meanPredicted, bin.observedShare, bin.count]),
      }}
    >
      {({ ReliabilityDrawing }, space) => <ReliabilityDrawing {...space} bins={filled} />}
    </ChartFrame>
  );
}
