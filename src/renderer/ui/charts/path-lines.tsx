import { useContext, useId, useMemo } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { linePath, pointsAlone } from '../../../shared/charts/line-path.ts';
import { DrawnLines, type DrawnSeries } from './drawn-lines.ts';
import { HighlightedSeries } from './highlighted-series.ts';
import { NotFiniteMarks } from './not-finite-marks.tsx';

/** Every series as a bare path, a single point as a dot: a Recharts line for each takes a hundred times as long. */
export function PathLines({ isCrowd }: { isCrowd: boolean }) {
  const series = useContext(DrawnLines);
  const { id: highlighted } = useContext(HighlightedSeries);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const clip = useId();
  // Kept while one line after the other is pointed at: five hundred paths are not written again for it.
  const lines = useMemo(
    () =>
      xScale === undefined || yScale === undefined
        ? null
        : series.map((each) => <Line key={each.id} series={each} {...{ xScale, yScale, isCrowd }} />),
    [series, xScale, yScale, isCrowd],
  );
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const outstanding = series.filter(({ id, isFaint }) => id === highlighted && isFaint !== true);
  // Lines of a window come from beside it.
  return (
    <>
      {series.map(({ id, label, style, notFinite = [] }) => (
        <NotFiniteMarks key={id} color={style.color} points={notFinite} {...{ label, area, xScale }} />
      ))}
      <clipPath id={clip}>
        <rect x={area.x} y={area.y - 2} width={area.width} height={area.height + 4} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <g opacity={outstanding.length > 0 ? 0.25 : 1}>{lines}</g>
        {outstanding.map((each) => (
          <Line key={each.id} series={each} {...{ xScale, yScale }} isCrowd={false} width={2.5} />
        ))}
      </g>
    </>
  );
}

type ScaleFunction = (value: number) => number | undefined;

function Line({
  series: { style, drawn, isFaint = false },
  xScale,
  yScale,
  isCrowd,
  width = isCrowd || isFaint ? 1 : 1.5,
}: {
  series: DrawnSeries;
  xScale: ScaleFunction;
  yScale: ScaleFunction;
  isCrowd: boolean;
  width?: number;
}) {
  const { color, dash } = style;
  const [only] = drawn;
  if (only !== undefined && drawn.length === 1)
    return <circle cx={xScale(only.x)} cy={yScale(only.y)} r={2} fill={color} />;
  const alone = isCrowd ? [] : pointsAlone(drawn);
  return (
    <>
      {alone.map(({ x, y }) => (
        <circle key={x} cx={xScale(x)} cy={yScale(y)} r={2} fill={color} />
      ))}
      <path
        d={linePath(drawn, ({ x, y }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`)}
        fill="none"
        stroke={color}
        strokeWidth={width}
        strokeDasharray={isCrowd ? undefined : dash}
        strokeOpacity={isFaint ? 0.3 : isCrowd ? 0.8 : 1}
        strokeLinecap="round"
      />
    </>
  );
}
