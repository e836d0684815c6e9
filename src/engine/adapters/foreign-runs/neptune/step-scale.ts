import type { ParquetValues } from '../../../ports/data-engine.ts';

/** Neptune's steps have up to six decimals. */
const mostDecimals = 6;

/**
 * What the series of a run are like as a whole. Steps here are whole numbers: where some of a run are not, all of them are multiplied by the
 * smallest power of ten that makes them so, which keeps its metrics beside one another.
 */
export interface SeriesFacts {
  scale: number;
  firstMs: number | null;
  lastMs: number | null;
}

export const createSeriesFacts = (): SeriesFacts => ({ scale: 1, firstMs: null, lastMs: null });

export const addSeries = (facts: SeriesFacts, [steps, times]: readonly ParquetValues[]): void => {
  for (const step of steps ?? []) if (typeof step === 'number') facts.scale = scaleFor(step, facts.scale);
  for (const time of times ?? []) {
    if (typeof time !== 'number') continue;
    facts.firstMs = Math.min(facts.firstMs ?? time, time);
    facts.lastMs = Math.max(facts.lastMs ?? time, time);
  }
};

const scaleFor = (step: number, known: number): number => {
  let scale = known;
  while (scale < 10 ** mostDecimals && !isWhole(step * scale)) scale *= 10;
  return scale;
};

/** A product of doubles may lie a little beside the whole number that it is. */
const isWhole = (value: number): boolean =>
  Math.abs(value - Math.round(value)) <= 4 * Number.EPSILON * Math.abs(value);

export const scaledStep = (step: number, scale: number): number => Math.round(step * scale);
