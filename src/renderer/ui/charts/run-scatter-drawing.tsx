import { type RefObject, useId, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import styles from './chart.module.css';
import { ColorBar, colorBarWidth } from './color-bar.tsx';
import { useScaleColors } from './color-scale.ts';
import type { Space } from './frame-parts.ts';
import { nearestSpot, type Spot } from './lasso.ts';
import { PlotFrame } from './plot-frame.tsx';
import { type PointColors, pointColors } from './scatter-colors.ts';
import { ScatterDots, ScatterRings } from './scatter-dots.tsx';
import { ScatterPicker } from './scatter-picker.tsx';
import type { RunScatterProps, ScatterRun } from './scatter-runs.ts';
import { ChartTip } from './tip.tsx';

interface Given extends Omit<RunScatterProps, 'label' | 'total' | 'height'> {
  unbeaten: ReadonlySet<string>;
}

interface Look extends Given {
  painted: PointColors;
  /** Of the scale, from worst to best. */
  steps: readonly string[];
}

/** How near the pointer has to come. */
const reachPx = 24;
const tipGap = 14;

export function RunScatterDrawing({ width, height, ...look }: Given & Space) {
  const tipHost = useRef<HTMLDivElement>(null);
  const { runs, xLabel, yLabel, xScale, yScale, colorColumn } = look;
  const steps = useScaleColors();
  const painted = useMemo(() => pointColors(runs, colorColumn, steps), [runs, colorColumn, steps]);
  return (
    <>
      <PlotFrame
        {...{ width, height }}
        x={{ label: xLabel, scale: xScale, values: runs.map(({ x }) => x) }}
        y={{ label: yLabel, scale: yScale, values: runs.map(({ y }) => y) }}
        rightRoom={painted.scale === null ? undefined : colorBarWidth + 16}
      >
        <Marks {...look} {...{ painted, steps, tipHost }} />
      </PlotFrame>
      <div ref={tipHost} className={styles.drawing} style={{ pointerEvents: 'none' }} />
    </>
  );
}

function Marks({ tipHost, ...look }: Look & { tipHost: RefObject<HTMLElement | null> }) {
  const { runs, band, painted, steps, unbeaten, colorColumn, selected } = look;
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const clip = useId();
  const [over, setOver] = useState(-1);
  const spots = useMemo(
    () =>
      xScale === undefined || yScale === undefined
        ? []
        : runs.map(({ x, y }): Spot => ({ x: xScale(x) ?? 0, y: yScale(y) ?? 0 })),
    [runs, xScale, yScale],
  );
  const isChosen = useMemo(
    () => (selected.size === 0 ? null : (place: number) => selected.has(runs[place]?.runId ?? '')),
    [selected, runs],
  );
  const onFront = useMemo(
    () =>
      spots
        .filter((_, place) => unbeaten.has(runs[place]?.runId ?? ''))
        .sort((one, other) => one.x - other.x),
    [spots, runs, unbeaten],
  );
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const pathOf = (line: readonly Spot[]) =>
    `M${line.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  const spotOf = (x: number, y: number): Spot => ({ x: xScale(x) ?? 0, y: yScale(y) ?? 0 });
  const found = runs[over];
  const spot = spots[over];
  return (
    <>
      {/* The interval may reach beyond the axes. */}
      <clipPath id={clip}>
        <rect x={area.x} y={area.y} width={area.width} height={area.height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {band !== null && (
          <>
            <path
              d={`${pathOf([
                ...band.map(({ x, high }) => spotOf(x, high)),
                ...band.toReversed().map(({ x, low }) => spotOf(x, low)),
              ])}Z`}
              fill="var(--muted)"
              fillOpacity={0.12}
            />
            <path
              d={pathOf(band.map(({ x, y }) => spotOf(x, y)))}
              fill="none"
              stroke="var(--muted)"
              strokeDasharray="4 3"
            />
          </>
        )}
      </g>
      <ScatterDots spots={spots} colors={painted.colors} isChosen={isChosen} />
      {onFront.length > 1 && (
        <path d={pathOf(onFront)} fill="none" stroke="var(--accent)" strokeWidth={1.5} />
      )}
      <ScatterRings spots={onFront} />
      {spot !== undefined && (
        <circle cx={spot.x} cy={spot.y} r={6} fill="none" stroke="var(--text)" strokeWidth={1.5} />
      )}
      {painted.scale !== null && colorColumn !== null && (
        <ColorBar
          scale={painted.scale}
          colors={steps}
          title={colorColumn.label}
          x={area.x + area.width + 16}
          top={area.y}
          height={area.height}
        />
      )}
      <ScatterPicker
        {...look}
        area={area}
        spots={spots}
        onHover={(at) => setOver(at === null ? -1 : nearestSpot(spots, at, reachPx))}
      />
      {found !== undefined &&
        spot !== undefined &&
        tipHost.current !== null &&
        createPortal(
          <PointTip run={found} spot={spot} look={look} area={area} width={tipHost.current.clientWidth} />,
          tipHost.current,
        )}
    </>
  );
}

/** On the side with more room, so that it does not lie under the pointer. */
function PointTip({
  run,
  spot,
  look: { xLabel, yLabel, colorColumn },
  area,
  width,
}: {
  run: ScatterRun;
  spot: Spot;
  look: Look;
  area: { x: number; width: number };
  width: number;
}) {
  return (
    <div
      className={styles.tipPlace}
      style={
        spot.x < area.x + area.width / 2
          ? { left: spot.x + tipGap, top: Math.max(0, spot.y - tipGap) }
          : { right: width - spot.x + tipGap, top: Math.max(0, spot.y - tipGap) }
      }
    >
      <ChartTip
        head={run.name}
        rows={[
          { name: xLabel, value: run.x },
          { name: yLabel, value: run.y },
          ...(colorColumn === null ? [] : [{ name: colorColumn.label, value: run.color ?? 'none' }]),
        ]}
      />
    </div>
  );
}
