import { logTicks, roundTicks } from '../../../shared/charts/round-axis.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisPosition, type ParallelAxis } from '../../../shared/model/comparison/parallel-axis.ts';

export interface AxisTick {
  readonly text: string;
  readonly position: number;
}

const leastGapPx = 13;

/** What an axis of so many pixels names: round numbers, or every category there is room for, the first and the last among them. */
export function axisTicks(axis: ParallelAxis, length: number): AxisTick[] {
  if (axis.kind === 'category') {
    const room = Math.max(2, Math.floor(length / leastGapPx));
    const every = Math.ceil(axis.categories.length / room);
    const last = axis.categories.length - 1;
    return axis.categories.flatMap((text, index) => {
      const isNamed = (index % every === 0 && (index === 0 || last - index >= every)) || index === last;
      return isNamed ? [{ text, position: axisPosition(axis, text) ?? 0.5 }] : [];
    });
  }
  const { min, max, kind, isWhole } = axis;
  const ticks = (kind === 'log' ? logTicks(min, max) : roundTicks(min, max)).filter(
    (value) => !isWhole || Number.isInteger(value),
  );
  const named = ticks.length < 2 && min < max ? [min, max] : ticks;
  return named.map((value) => ({ text: tickText(value), position: axisPosition(axis, value) ?? 0.5 }));
}
