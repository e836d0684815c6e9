import { useLayoutEffect, useRef } from 'react';
import type { LaidColumn } from './brushes.ts';
import { type CanvasLines, linesOnCanvas } from './canvas-lines.ts';
import styles from './chart.module.css';
import type { Space } from './frame-parts.ts';
import type { ParallelSpace } from './parallel-space.ts';

/** Sharp on a dense screen; more than twice costs time and shows nothing. */
const mostDensity = 2;

interface Lines {
  columns: readonly LaidColumn[];
  space: ParallelSpace;
  /** Runs by colour, in the order they are drawn. */
  groups: readonly { color: string; runs: readonly number[] }[];
  opacity: number;
}

/** From so many lines on each is as thin as a pixel, which is drawn in a fraction of the time. */
const thinFrom = 500;

const placesOf = ({ columns, space }: Lines) =>
  columns.map((column, index) => ({
    x: space.xOf(index),
    y: Float32Array.from(column.positions, (position) => space.yOf(column, position)),
  }));

const widthOf = ({ groups }: Lines, pixel: number): number =>
  groups.reduce((sum, { runs }) => sum + runs.length, 0) >= thinFrom ? pixel : 1.25;

function drawLines(context: CanvasRenderingContext2D, lines: Lines, pixel: number): void {
  const { groups, opacity } = lines;
  const places = placesOf(lines);
  context.globalAlpha = opacity;
  context.lineWidth = widthOf(lines, pixel);
  for (const { color, runs } of groups) {
    context.strokeStyle = color;
    for (const run of runs) {
      // One stroke a run: lines over each other grow darker, and a path of thousands takes many times as long.
      context.beginPath();
      for (const { x, y } of places) context.lineTo(x, y[run] ?? 0);
      context.stroke();
    }
  }
}

/** The same for a file. */
function pathsOf(lines: Lines): CanvasLines[] {
  const places = placesOf(lines);
  return lines.groups.map(({ color, runs }) => ({
    color,
    width: widthOf(lines, 0.5),
    opacity: lines.opacity,
    paths: runs.map(
      (run) => `M${places.map(({ x, y }) => `${x.toFixed(1)} ${(y[run] ?? 0).toFixed(1)}`).join('L')}`,
    ),
  }));
}

/** Lines of runs as pixels: thousands of elements would be too many. */
export function ParallelLines({ width, height, ...lines }: Lines & Space) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { columns, space, groups, opacity } = lines;
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context == null) return;
    const density = Math.min(mostDensity, devicePixelRatio);
    element.width = Math.round(width * density);
    element.height = Math.round(height * density);
    context.scale(density, density);
    drawLines(context, { columns, space, groups, opacity }, 1 / density);
    linesOnCanvas.set(element, () => pathsOf({ columns, space, groups, opacity }));
  }, [width, height, columns, space, groups, opacity]);
  return <canvas ref={canvas} className={styles.lines} style={{ width, height }} />;
}
