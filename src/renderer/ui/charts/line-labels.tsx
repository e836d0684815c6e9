import { useContext } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { spreadLabels } from '../../../shared/charts/end-labels.ts';
import { shortenedLabel } from '../../../shared/charts/shortened-label.ts';
import { DrawnLines } from './drawn-lines.ts';

const labelGap = 13;
const longestLabel = 16;

/** The name of each series where the lines end. */
export function LineLabels() {
  const series = useContext(DrawnLines);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const ends = series.flatMap(({ id, label, style, finite, isFaint }) => {
    if (isFaint === true) return [];
    const last = finite.at(-1);
    const y = last === undefined ? undefined : yScale(last.y);
    return last === undefined || y === undefined ? [] : [{ id, label, color: style.color, y, last }];
  });
  // One column for all, where the longest ends: a label in the middle of the plot would lie on other lines.
  const right = Math.max(...ends.map(({ last }) => xScale(last.x) ?? area.x));
  const labels = spreadLabels(ends, { gap: labelGap, top: area.y + 4, bottom: area.y + area.height });
  return labels.map(({ id, label, color, y }) => (
    <text key={id} x={right + 6} y={y} dominantBaseline="central" fontSize={11} fill={color}>
      {shortenedLabel(label, longestLabel)}
    </text>
  ));
}
