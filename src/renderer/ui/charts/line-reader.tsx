import { type PointerEvent, type RefObject, useContext, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisInverseScale, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartPoint } from '../../../shared/charts/series.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { cursorLook } from './axes.tsx';
import styles from './chart.module.css';
import { ZoomOfChart } from './chart-zoom.ts';
import { DrawnLines, type DrawnSeries } from './drawn-lines.ts';
import { HighlightedSeries } from './highlighted-series.ts';
import { nearestSeries, readingAt } from './reading.ts';
import { ChartTip } from './tip.tsx';

const mostRows = 12;
const tipGap = 10;
/** A click may tremble. */
const shortestDragPx = 4;
/** How near to a line of a crowd the pointer has to come. */
const crowdReachPx = 12;
const zoomPerPixel = 1.002;

interface LineReaderProps {
  xLabel: string | undefined;
  xText: ((x: number) => string) | undefined;
  /** Lies over the drawing. */
  tipHost: RefObject<HTMLElement | null>;
  /** So many lines that only the nearest to the pointer can be read. */
  isCrowd: boolean;
}

/**
 * Under the pointer: a line down, a dot on each series, and what was recorded there. Where a chart can be zoomed, a drag chooses the
 * stretch to show, and the wheel zooms while Ctrl is held or the chart has the focus: otherwise it scrolls the page.
 */
export function LineReader({ xLabel, xText = tickText, tipHost, isCrowd }: LineReaderProps) {
  const series = useContext(DrawnLines);
  const zoom = useContext(ZoomOfChart);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const xAt = useXAxisInverseScale();
  /** From the left edge of the drawing, in pixels; null while the pointer is elsewhere. */
  const [pointer, setPointer] = useState<number | null>(null);
  /** Of a crowd, the one line that is pointed at. */
  const [near, setNear] = useState<{ series: DrawnSeries; point: ChartPoint } | undefined>();
  const highlight = useContext(HighlightedSeries);
  const [dragFrom, setDragFrom] = useState<number | null>(null);
  const plot = useRef<SVGRectElement>(null);
  const isReady = area !== undefined && xAt !== undefined;

  useEffect(() => {
    const element = plot.current;
    if (element === null || zoom === null || !isReady) return;
    const turn = (event: WheelEvent) => {
      const hasFocus = element.closest('[data-zoomable]')?.contains(document.activeElement) === true;
      if (!event.ctrlKey && !event.metaKey && !hasFocus) return;
      event.preventDefault();
      const at = area.x + event.clientX - element.getBoundingClientRect().x;
      zoom.scaleAround(Number(xAt(at)), zoomPerPixel ** event.deltaY);
    };
    // React listens to the wheel without a way to keep the page from scrolling.
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [zoom, isReady, area, xAt]);

  if (area === undefined || xScale === undefined || yScale === undefined || xAt === undefined) return null;
  const readable = series.filter(({ isFaint }) => isFaint !== true);
  const reading =
    pointer === null || dragFrom !== null
      ? undefined
      : isCrowd
        ? near && { x: near.point.x, entries: [near] }
        : readingAt(readable, Number(xAt(pointer)));
  const point = (event: PointerEvent<SVGRectElement>) => {
    const x = placeOf(event);
    setPointer(x);
    if (!isCrowd) return;
    const y = area.y + event.clientY - event.currentTarget.getBoundingClientRect().y;
    const found = nearestSeries(readable, Number(xAt(x)), {
      distance: (each) => Math.abs((yScale(each.y) ?? Number.POSITIVE_INFINITY) - y),
      reach: crowdReachPx,
    });
    setNear(found);
    highlight.set(found?.series.id ?? null);
  };
  const leave = () => {
    setPointer(null);
    setNear(undefined);
    if (isCrowd) highlight.set(null);
  };
  const left = reading === undefined ? undefined : xScale(reading.x);
  const placeOf = (event: PointerEvent<SVGRectElement>) => {
    const place = area.x + event.clientX - event.currentTarget.getBoundingClientRect().x;
    return Math.max(area.x, Math.min(area.x + area.width, place));
  };
  const release = (event: PointerEvent<SVGRectElement>) => {
    const ends = [dragFrom ?? 0, placeOf(event)].sort((a, b) => a - b) as [number, number];
    if (dragFrom !== null && ends[1] - ends[0] >= shortestDragPx)
      zoom?.select({ from: Number(xAt(ends[0])), to: Number(xAt(ends[1])) });
    setDragFrom(null);
  };
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
                  head={`${xLabel ?? 'x'} ${xText(reading.x)}`}
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
      {dragFrom !== null && pointer !== null && (
        <rect
          className={styles.chosen}
          x={Math.min(dragFrom, pointer)}
          width={Math.abs(pointer - dragFrom)}
          y={area.y}
          height={area.height}
        />
      )}
      <rect
        ref={plot}
        {...{ x: area.x, y: area.y, width: area.width, height: area.height }}
        fill="transparent"
        onPointerMove={point}
        onPointerLeave={leave}
        {...(zoom !== null && {
          cursor: 'crosshair',
          onPointerDown: (event: PointerEvent<SVGRectElement>) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragFrom(placeOf(event));
          },
          onPointerUp: release,
          onPointerCancel: () => setDragFrom(null),
          onDoubleClick: zoom.reset,
        })}
      />
    </>
  );
}
