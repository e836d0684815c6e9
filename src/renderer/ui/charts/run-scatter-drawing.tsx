import { type RefObject, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import styles from './chart.module.css';
import type { Space } from './frame-parts.ts';
import { PlotFrame } from './plot-frame.tsx';
import type { ScatterLook, ScatterRun } from './scatter-look.ts';
import { seriesColor } from './series-color.ts';
import { ChartTip } from './tip.tsx';

export function RunScatterDrawing({ width, height, ...look }: ScatterLook & Space) {
  const tipHost = useRef<HTMLDivElement>(null);
  const { runs, xLabel, yLabel, xScale, yScale } = look;
  return (
    <>
      <PlotFrame
        {...{ width, height }}
        x={{ label: xLabel, scale: xScale, values: runs.map(({ x }) => x) }}
        y={{ label: yLabel, scale: yScale, values: runs.map(({ y }) => y) }}
      >
        <Marks {...look} tipHost={tipHost} />
      </PlotFrame>
      <div ref={tipHost} className={styles.drawing} style={{ pointerEvents: 'none' }} />
    </>
  );
}

function Marks({
  runs,
  front,
  band,
  xLabel,
  yLabel,
  onOpen,
  tipHost,
}: ScatterLook & { tipHost: RefObject<HTMLElement | null> }) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const [over, setOver] = useState<ScatterRun | null>(null);
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const place = ({ x, y }: { x: number; y: number }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`;
  const pathOf = (points: readonly { x: number; y: number }[]) => `M${points.map(place).join('L')}`;
  const ends = band && [
    ...band.map(({ x, high }) => ({ x, y: high })),
    ...band.toReversed().map(({ x, low }) => ({ x, y: low })),
  ];
  const unbeaten = runs
    .filter(({ runId }) => front?.includes(runId) === true)
    .sort((one, other) => one.x - other.x);
  return (
    <>
      {/* The interval may reach beyond the axes. */}
      <clipPath id="scatter-area">
        <rect x={area.x} y={area.y} width={area.width} height={area.height} />
      </clipPath>
      <g clipPath="url(#scatter-area)">
        {band !== null && ends !== null && (
          <>
            <path d={`${pathOf(ends)}Z`} fill="var(--muted)" fillOpacity={0.12} />
            <path d={pathOf(band)} fill="none" stroke="var(--muted)" strokeDasharray="4 3" />
          </>
        )}
        {unbeaten.length > 1 && (
          <path d={pathOf(unbeaten)} fill="none" stroke="var(--accent)" strokeWidth={1.5} />
        )}
      </g>
      {unbeaten.map((run) => (
        <circle
          key={run.runId}
          cx={xScale(run.x)}
          cy={yScale(run.y)}
          r={7}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
        />
      ))}
      {runs.map((run) => (
        // The table of the same runs is what the keyboard reaches.
        // biome-ignore lint/a11y/noStaticElementInteractions: a dot of a picture
        <circle
          key={run.runId}
          cx={xScale(run.x)}
          cy={yScale(run.y)}
          r={4}
          fill={seriesColor(run.runId)}
          fillOpacity={0.85}
          cursor="pointer"
          onPointerEnter={() => setOver(run)}
          onPointerLeave={() => setOver(null)}
          onClick={() => onOpen(run.runId)}
        />
      ))}
      {over !== null &&
        tipHost.current !== null &&
        createPortal(
          <div
            className={styles.tipPlace}
            style={{
              left: Math.min((xScale(over.x) ?? 0) + 10, area.x + area.width - 160),
              top: Math.min((yScale(over.y) ?? 0) + 10, area.y + area.height - 60),
            }}
          >
            <ChartTip
              head={over.name}
              rows={[
                { name: xLabel, value: over.x },
                { name: yLabel, value: over.y },
              ]}
            />
          </div>,
          tipHost.current,
        )}
    </>
  );
}
