import { logScaledGamma } from './scaled-gamma.ts';

/** log(n!) minus Stirling's formula for it. */
function stirlingError(n: number): number {
  // log Γ(n + 1) = log n + log Γ(n), and log n turns Stirling's (n − ½) into (n + ½).
  return logScaledGamma(n);
}

/** count·log(count / expected), 0 at 0. */
function deviance(count: number, expected: number): number {
  const ratio = (count - expected) / expected;
  return count * Math.log1p(ratio);
}

/** P(X = k) of a binomial with n trials; q = 1 − p. Loader (2000): no digits lost for large n. */
export function binomialPmf({ k, n, p, q = 1 - p }: { k: number; n: number; p: number; q?: number }): number {
  if (k < 0 || k > n) return 0;
  if (k === 0) return Math.exp(n * (p < 0.5 ? Math.log1p(-p) : Math.log(q)));
  if (k === n) return Math.exp(n * (q < 0.5 ? Math.log1p(-q) : Math.log(p)));
  const exponent =
    stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * q);
  return Math.sqrt(n / (2 * Math.PI * k * (n - k))) * Math.exp(exponent);
}
