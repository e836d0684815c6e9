import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { BoxChartProps, BoxGroup } from './box-groups.ts';
import { categoryColors, noValueColor } from './category-colors.ts';
import type { Space } from './frame-parts.ts';
import { PlotFrame } from './plot-frame.tsx';

const widest = 56;

export function GroupBarsDrawing({
  width,
  height,
  groups,
  xLabel,
  yLabel,
}: Omit<BoxChartProps, 'label' | 'height'> & Space) {
  const values = groups.flatMap(({ average, mean }) => [
    ...(average === null ? [] : [average]),
    ...(mean === null ? [] : [mean.low, mean.high]),
  ]);
  return (
    <PlotFrame
      {...{ width, height }}
      x={{ label: xLabel, scale: 'linear', values: [] }}
      y={{ label: yLabel, scale: 'linear', values: [0, ...values] }}
      xNames={groups.map(({ name }) => name)}
    >
      <Bars groups={groups} />
    </PlotFrame>
  );
}

function Bars({ groups }: { groups: readonly BoxGroup[] }) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const colors = categoryColors(groups.map(({ name }) => name));
  const width = Math.min(widest, (area.width / groups.length) * 0.6);
  const zero = yScale(0) ?? 0;
  return groups.map(({ name, average, mean }, index) => {
    if (average === null) return null;
    const [middle, top] = [xScale(index) ?? 0, yScale(average) ?? 0];
    const ends = mean === null ? null : [yScale(mean.low) ?? 0, yScale(mean.high) ?? 0];
    return (
      <g key={name}>
        <rect
          x={middle - width / 2}
          width={width}
          y={Math.min(top, zero)}
          height={Math.abs(top - zero)}
          fill={colors.get(name) ?? noValueColor}
          fillOpacity={0.8}
        />
        {ends !== null && (
          <path
            d={`M${middle} ${ends[0]}V${ends[1]}M${middle - 5} ${ends[0]}h10M${middle - 5} ${ends[1]}h10`}
            fill="none"
            stroke="var(--text)"
            strokeWidth={1.25}
          />
        )}
      </g>
    );
  });
}
