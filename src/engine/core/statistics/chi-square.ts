import { upperGamma } from './incomplete-gamma.ts';

/** P(X ≥ x) for a chi-square variable with the given degrees of freedom (Abramowitz and Stegun 26.4.19). */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}
