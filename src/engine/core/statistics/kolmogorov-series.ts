/**
 * P(D < x) of the two-sided Kolmogorov–Smirnov statistic by the asymptotic series of Pelz and Good (1976), with error about
 * 1e-10 for n > 140: K0(z) + K1(z)/√n + K2(z)/n + K3(z)/n^1.5 with z = x·√n, each as a fast theta series.
 */
export function kolmogorovCdfBySeries(n: number, x: number): number {
  const z = Math.sqrt(n) * x;
  const logQ = -(Math.PI ** 2) / 8 / z ** 2;
  if (logQ < -708) return 0;
  const terms = Math.ceil((16 * z) / Math.PI);
  const odd = oddSums(z, logQ, terms);
  const all = extraSums(z, terms);
  const root2Pi = Math.sqrt(2 * Math.PI);
  return (
    (root2Pi * odd.k0) / z +
    (root2Pi * odd.k1) / (6 * z ** 4) / Math.sqrt(n) +
    ((root2Pi * odd.k2) / (72 * z ** 7) + all.k2) / n +
    ((root2Pi * odd.k3) / (6480 * z ** 10) + all.k3) / n ** 1.5
  );
}

/** Sums over odd m of a polynomial in m² times q^(m²). */
function oddSums(z: number, logQ: number, terms: number): { k0: number; k1: number; k2: number; k3: number } {
  const [z2, z4, z6, z8] = [z ** 2, z ** 4, z ** 6, z ** 8];
  const [pi2, pi4, pi6] = [Math.PI ** 2, Math.PI ** 4, Math.PI ** 6];
  const sums = { k0: 0, k1: 0, k2: 0, k3: 0 };
  for (let k = terms; k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const weight = Math.exp(logQ * m2);
    sums.k0 += weight;
    sums.k1 += weight * (-z2 + (pi2 / 4) * m2);
    sums.k2 +=
      weight *
      (6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * m2 + ((pi4 * (1 - 2 * z2)) / 16) * m2 ** 2);
    sums.k3 +=
      weight *
      (-30 * z6 -
        90 * z8 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((pi4 * (-60 * z2 + 212 * z4)) / 16) * m2 ** 2 +
        ((pi6 * (5 - 30 * z2)) / 64) * m2 ** 3);
  }
  return sums;
}

/** The further parts of K2 and K3, sums over all integers k. */
function extraSums(z: number, terms: number): { k2: number; k3: number } {
  const pi2 = Math.PI ** 2;
  let second = 0;
  let third = 0;
  for (let k = terms; k >= 1; k--) {
    const weight = k ** 2 * Math.exp((-pi2 / 2 / z ** 2) * k ** 2);
    second += weight;
    third += weight * (3 * z ** 2 - pi2 * k ** 2);
  }
  const factor = pi2 * Math.sqrt(2 * Math.PI);
  return { k2: (second * factor) / (-36 * z ** 3), k3: (third * factor) / (216 * z ** 6) };
}
