const halfLog2Pi = 0.5 * Math.log(2 * Math.PI);

/** Lanczos approximation, g = 7, nine terms (Godfrey 2001): relative error below 1e-14 for x > 0. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  if (x >= 10) return halfLog2Pi + (x - 0.5) * Math.log(x) - x + logScaledGamma(x);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const sum = lanczos.reduce(
    (total, term, index) => total + (index === 0 ? term : term / (shifted + index)),
    0,
  );
  return halfLog2Pi + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

/**
 * log Γ(x) minus Stirling's formula ½·log 2π + (x − ½)·log x − x, for x > 0. Densities written with it lose no digits to the
 * cancellation of large logarithms (Loader 2000, "Fast and accurate computation of binomial probabilities").
 */
export function logScaledGamma(x: number): number {
  if (x < 10) return logGamma(x) - (halfLog2Pi + (x - 0.5) * Math.log(x) - x);
  const inverse = 1 / x;
  const square = inverse * inverse;
  // Bernoulli numbers B_2k / (2k·(2k − 1)); Abramowitz and Stegun 6.1.40.
  return (
    inverse *
    (1 / 12 +
      square *
        (-1 / 360 +
          square *
            (1 / 1260 +
              square * (-1 / 1680 + square * (1 / 1188 + square * (-691 / 360360 + square / 156))))))
  );
}
