import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { BoxChartProps, BoxGroup } from './box-groups.ts';
import { categoryColors, noValueColor } from './category-colors.ts';
import type { Space } from './frame-parts.ts';
import { PlotFrame } from './plot-frame.tsx';

type Look = Omit<BoxChartProps, 'label' | 'height'>;

const widest = 56;
/** With more, dots would be a smear; the outliers remain. */
const mostDots = 30;

export function BoxDrawing({ width, height, groups, xLabel, yLabel }: Look & Space) {
  const values = groups.flatMap(({ values: each, mean }) => [
    ...each.filter((value) => value !== null),
    ...(mean === null ? [] : [mean.low, mean.high]),
  ]);
  return (
    <PlotFrame
      {...{ width, height }}
      x={{ label: xLabel, scale: 'linear', values: [] }}
      y={{ label: yLabel, scale: 'linear', values }}
      xNames={groups.map(({ name }) => name)}
    >
      <Boxes groups={groups} />
    </PlotFrame>
  );
}

function Boxes({ groups }: { groups: readonly BoxGroup[] }) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  if (area === undefined || xScale === undefined) return null;
  const colors = categoryColors(groups.map(({ name }) => name));
  const width = Math.min(widest, (area.width / groups.length) * 0.6);
  return groups.map((group, index) => (
    <Box
      key={group.name}
      group={group}
      middle={xScale(index) ?? 0}
      width={width}
      color={colors.get(group.name) ?? noValueColor}
    />
  ));
}

function Box({
  group: { box, values, mean },
  middle,
  width,
  color,
}: {
  group: BoxGroup;
  middle: number;
  width: number;
  color: string;
}) {
  const yScale = useYAxisScale();
  if (box === null || yScale === undefined) return null;
  const at = (value: number) => yScale(value) ?? 0;
  const [left, right] = [middle - width / 2, middle + width / 2];
  const dots = box.n <= mostDots ? values.filter((value) => value !== null) : box.outliers;
  return (
    <g stroke={color} fill="none">
      <path
        d={`M${middle} ${at(box.lowerWhisker)}V${at(box.lowerQuartile)}M${middle} ${at(box.upperQuartile)}V${at(box.upperWhisker)}`}
      />
      <rect
        x={left}
        width={width}
        y={at(box.upperQuartile)}
        height={Math.max(1, at(box.lowerQuartile) - at(box.upperQuartile))}
        fill={color}
        fillOpacity={0.14}
      />
      <path d={`M${left} ${at(box.median)}H${right}`} strokeWidth={2} />
      {dots.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have the same value
        <circle key={index} cx={middle - width / 4} cy={at(value)} r={2} fill={color} stroke="none" />
      ))}
      {mean !== null && (
        <>
          <path d={`M${middle + width / 4} ${at(mean.low)}V${at(mean.high)}`} stroke="var(--text)" />
          <path
            d={`M${middle + width / 4} ${at(mean.value) - 4}l4 4l-4 4l-4 -4Z`}
            fill="var(--text)"
            stroke="none"
          />
        </>
      )}
    </g>
  );
}
