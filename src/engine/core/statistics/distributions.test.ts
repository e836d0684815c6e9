import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from './adjust-p-values.ts';
import { binomialPmf } from './binomial.ts';
import { chiSquareUpperTail } from './chi-square.ts';
import { fUpperTail } from './f-distribution.ts';
import { histogramCounts, sturgesEdges } from './histogram.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { lowerGamma, upperGamma } from './incomplete-gamma.ts';
import { kolmogorovUpperTail } from './kolmogorov.ts';
import { twoSampleKolmogorovPValue } from './kolmogorov-two-sample.ts';
import { normalCdf, normalQuantile, normalTwoSided, normalUpperTail } from './normal.ts';
import { quantile } from './quantile.ts';
import { logGamma } from './scaled-gamma.ts';
import { smirnovUpperTail } from './smirnov.ts';
import { studentCdf, studentTwoSided } from './student-t.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** Made by make-distributions.py beside it with scipy and NumPy. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/statistics/distributions.json', import.meta.url), 'utf8'),
);

type Case = Record<string, number> & { expected: number };

const functions: Record<string, (given: Case) => number> = {
  normalUpperTail: ({ z }) => normalUpperTail(z!),
  normalQuantile: ({ p }) => normalQuantile(p!),
  chiSquareUpperTail: ({ x, degrees }) => chiSquareUpperTail(x!, degrees!),
  upperGamma: ({ a, x }) => upperGamma(a!, x!),
  lowerGamma: ({ a, x }) => lowerGamma(a!, x!),
  incompleteBeta: ({ a, b, x }) => incompleteBeta({ a: a!, b: b!, x: x! }),
  studentTwoSided: ({ t, degrees }) => studentTwoSided(t!, degrees!),
  studentCdf: ({ t, degrees }) => studentCdf(t!, degrees!),
  fUpperTail: ({ f, numerator, denominator }) =>
    fUpperTail({ f: f!, numeratorDegrees: numerator!, denominatorDegrees: denominator! }),
  logGamma: ({ x }) => logGamma(x!),
  binomialPmf: ({ k, n, p }) => binomialPmf({ k: k!, n: n!, p: p! }),
  smirnovUpperTail: ({ n, x }) => smirnovUpperTail(n!, x!),
  kolmogorovUpperTail: ({ n, x }) => kolmogorovUpperTail(n!, x!),
  twoSampleKolmogorov: ({ d, n1, n2 }) => twoSampleKolmogorovPValue({ d: d!, n1: n1!, n2: n2! }),
};

/** Relative where the number is not tiny, so that tails are compared by their digits too. */
function differs(actual: number, expected: number): boolean {
  return !(Math.abs(actual - expected) <= 1e-9 * Math.min(1, Math.abs(expected) * 1e3 + 1e-12) + 1e-300);
}

describe('distributions equal scipy', () => {
  for (const [name, evaluate] of Object.entries(functions)) {
    it(name, () => {
      const cases = golden[name] as Case[];
      const wrong = cases
        .map((given) => ({ ...given, actual: evaluate(given) }))
        .filter(({ actual, expected }) => differs(actual, expected));
      expect(cases.length).toBeGreaterThan(5);
      expect(wrong).toEqual([]);
    });
  }
});

describe('distributions at their edges', () => {
  it('keep NaN', () => {
    for (const value of [
      upperGamma(Number.NaN, 1),
      lowerGamma(1, Number.NaN),
      incompleteBeta({ a: 1, b: Number.NaN, x: 0.5 }),
      kolmogorovUpperTail(10, Number.NaN),
      normalUpperTail(Number.NaN),
      normalQuantile(Number.NaN),
      normalQuantile(1.1),
    ]) {
      expect(value).toBeNaN();
    }
  });

  it('are whole at the ends', () => {
    expect(upperGamma(2, 0)).toBe(1);
    expect(upperGamma(2, Number.POSITIVE_INFINITY)).toBe(0);
    expect(incompleteBeta({ a: 2, b: 3, x: 0 })).toBe(0);
    expect(incompleteBeta({ a: 2, b: 3, x: 1 })).toBe(1);
    expect(kolmogorovUpperTail(10, 1)).toBe(0);
    expect(twoSampleKolmogorovPValue({ d: 0, n1: 10, n2: 12 })).toBe(1);
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 14);
  });
});

describe('samples', () => {
  for (const [name, values] of Object.entries(golden.samples as Record<string, number[]>)) {
    const sorted = Float64Array.from(values).sort();
    it(`quantiles of ${name} equal NumPy's`, () => {
      const shares = [0, 0.01, 0.25, 1 / 3, 0.5, 0.9, 1];
      const expected = golden.quantiles[name] as number[];
      for (const [index, share] of shares.entries()) {
        expect(quantile(sorted, share)).toBeCloseTo(expected[index]!, 13);
      }
    });
    it(`histogram of ${name} equals NumPy's`, () => {
      const edges = sturgesEdges(sorted);
      expect(Array.from(edges)).toHaveLength(golden.sturgesEdges[name].length);
      for (const [index, edge] of edges.entries()) {
        expect(edge).toBeCloseTo(golden.sturgesEdges[name][index], 12);
      }
      expect(histogramCounts(sorted, edges)).toEqual(golden.histogramCounts[name]);
    });
  }

  it('a quantile and a histogram of nothing', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(histogramCounts([], sturgesEdges([]))).toEqual([0]);
  });
});

describe('many tests at once', () => {
  it('Benjamini–Hochberg equals scipy, Holm its definition', () => {
    for (const [index, value] of benjaminiHochberg(golden.pValues).entries()) {
      expect(value).toBeCloseTo(golden.benjaminiHochberg[index], 14);
    }
    for (const [index, value] of holm(golden.pValues).entries()) {
      expect(value).toBeCloseTo(golden.holm[index], 14);
    }
  });

  it('nothing in, nothing out', () => {
    expect(benjaminiHochberg([])).toEqual([]);
    expect(holm([])).toEqual([]);
  });
});

describe('Wilson interval', () => {
  it('equals scipy', () => {
    for (const { successes, trials, low, high } of golden.wilson) {
      const interval = wilsonInterval({ successes, trials });
      expect(interval.low).toBeCloseTo(low, 12);
      expect(interval.high).toBeCloseTo(high, 12);
    }
  });
  it('knows nothing without trials', () => {
    expect(wilsonInterval({ successes: 0, trials: 0 })).toEqual({ low: 0, high: 1 });
  });
});
