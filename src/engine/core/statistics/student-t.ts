import { incompleteBeta } from './incomplete-beta.ts';

/** P(|T| ≥ |t|) for Student's t with the given degrees of freedom (Abramowitz and Stegun 26.7.1). */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  const sum = degreesOfFreedom + square;
  return incompleteBeta({ a: degreesOfFreedom / 2, b: 0.5, x: degreesOfFreedom / sum, y: square / sum });
}

/** P(T ≤ t). */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  const tail = studentTwoSided(t, degreesOfFreedom) / 2;
  return t > 0 ? 1 - tail : tail;
}
