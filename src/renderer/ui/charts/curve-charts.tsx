import { paletteColor } from '../../../shared/charts/series-color.ts';
import { formatNumber } from '../format.ts';
import { LineChart } from './line-chart.tsx';

interface Curve<Point> {
  label: string;
  totalPoints: number;
  points: readonly Point[];
}

export type RocCurveData = Curve<{ falsePositiveRate: number; truePositiveRate: number }> & {
  auc: number | null;
};
export type PrecisionRecallCurveData = Curve<{ recall: number; precision: number }> & {
  averagePrecision: number | null;
  baseline: number;
};

const unit = [0, 1] as const;
const named = (label: string, value: number | null) =>
  value === null ? label : `${label} ${formatNumber(value, 3)}`;
const totalOf = (curves: readonly { totalPoints: number }[]) =>
  curves.reduce((sum, { totalPoints }) => sum + totalPoints, 0);

/** Receiver operating characteristic, one curve a class; the dashed diagonal is a coin. */
export function RocChart({ curves, height = 260 }: { curves: readonly RocCurveData[]; height?: number }) {
  return (
    <LineChart
      label="ROC curve"
      height={height}
      xLabel="false positive rate"
      yLabel="true positive rate"
      xDomain={unit}
      yDomain={unit}
      diagonal
      total={totalOf(curves)}
      series={curves.map(({ label, auc, points }, index) => ({
        color: paletteColor(index),
        id: label,
        label: named(label, auc),
        points: points.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
      }))}
    />
  );
}

/** Precision over recall, one curve a class; the dashed level is the share of positives. */
export function PrecisionRecallChart({
  curves,
  height = 260,
}: {
  curves: readonly PrecisionRecallCurveData[];
  height?: number;
}) {
  const only = curves.length === 1 ? curves[0] : undefined;
  return (
    <LineChart
      label="Precision-recall curve"
      height={height}
      xLabel="recall"
      yLabel="precision"
      xDomain={unit}
      yDomain={unit}
      total={totalOf(curves)}
      {...(only !== undefined && { level: { y: only.baseline, label: 'share of positives' } })}
      series={curves.map(({ label, averagePrecision, points }, index) => ({
        color: paletteColor(index),
        id: label,
        label: named(label, averagePrecision),
        points: points.map((point) => ({ x: point.recall, y: point.precision })),
      }))}
    />
  );
}
