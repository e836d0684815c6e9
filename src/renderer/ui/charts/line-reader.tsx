import { type PointerEvent, type RefObject, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisInverseScale, useXAxisScale, useYAxisScale } from 'recharts';
import { cursorLook, tickText } from './axes.tsx';
import styles from './chart.module.css';
import { DrawnLines } from './drawn-lines.ts';
import { readingAt } from './reading.ts';
import { ChartTip } from './tip.tsx';

const mostRows = 12;
const tipGap = 10;

/** Under the pointer: a line down, a dot on each series, and what was recorded there. `tipHost` lies over the drawing. */
export function LineReader({
  xLabel,
  tipHost,
}: {
  xLabel: string | undefined;
  tipHost: RefObject<HTMLElement | null>;
}) {
  const series = useContext(DrawnLines);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const xAt = useXAxisInverseScale();
  /** From the left edge of the drawing, in pixels; null while the pointer is elsewhere. */
  const [pointer, setPointer] = useState<number | null>(null);
  if (area === undefined || xScale === undefined || yScale === undefined || xAt === undefined) return null;
  const reading = pointer === null ? undefined : readingAt(series, Number(xAt(pointer)));
  const left = reading === undefined ? undefined : xScale(reading.x);
  const follow = (event: PointerEvent<SVGRectElement>) =>
    setPointer(area.x + event.clientX - event.currentTarget.getBoundingClientRect().x);
  return (
    <>
      {reading !== undefined && left !== undefined && (
        <>
          <line x1={left} x2={left} y1={area.y} y2={area.y + area.height} {...cursorLook} />
          {reading.entries.map(({ series: { id, style }, point }) => (
            <circle key={id} cx={left} cy={yScale(point.y)} r={3} fill={style.color} />
          ))}
          {tipHost.current !== null &&
            createPortal(
              <div
                className={styles.tipPlace}
                style={
                  // On the side with more room, so that it does not lie under the pointer.
                  left < area.x + area.width / 2
                    ? { left: left + tipGap, top: area.y }
                    : { right: tipHost.current.clientWidth - left + tipGap, top: area.y }
                }
              >
                <ChartTip
                  head={`${xLabel ?? 'x'} ${tickText(reading.x)}`}
                  rows={reading.entries.slice(0, mostRows).map((entry) => ({
                    name: entry.series.label,
                    value: entry.point.y,
                    color: entry.series.style.color,
                  }))}
                />
              </div>,
              tipHost.current,
            )}
        </>
      )}
      <rect
        {...{ x: area.x, y: area.y, width: area.width, height: area.height }}
        fill="transparent"
        onPointerMove={follow}
        onPointerLeave={() => setPointer(null)}
      />
    </>
  );
}
