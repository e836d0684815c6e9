import { incompleteBeta } from './incomplete-beta.ts';

/** P(F ≥ f) for Fisher's F with the given degrees of freedom (Abramowitz and Stegun 26.6.2). */
export function fUpperTail({
  f,
  numeratorDegrees,
  denominatorDegrees,
}: {
  f: number;
  numeratorDegrees: number;
  denominatorDegrees: number;
}): number {
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  const sum = denominatorDegrees + numeratorDegrees * f;
  return incompleteBeta({
    a: denominatorDegrees / 2,
    b: numeratorDegrees / 2,
    x: denominatorDegrees / sum,
    y: (numeratorDegrees * f) / sum,
  });
}
