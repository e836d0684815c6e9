import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, answerDistance, ourAnswers } from '../../../../test/support/comparison-answers.ts';

/** Made by make-comparison.py beside it with scipy, NumPy, pandas and statsmodels. */
const known = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/statistics/comparison.json', import.meta.url), 'utf8'),
) as { cases: { name: string; given: unknown; expected: Answer }[] };

/** Statsmodels fits its lines with another sum. */
const tolerances: Readonly<Record<string, number>> = { lowess: 1e-8 };

describe('equal to scipy, NumPy, pandas and statsmodels', () => {
  for (const name of new Set(known.cases.map((one) => one.name))) {
    it(name, () => {
      const cases = known.cases.filter((one) => one.name === name);
      const wrong = cases
        .map((one) => ({ ...one, ours: ourAnswers[name]!(one.given) }))
        .filter(({ ours, expected }) => !(answerDistance(ours, expected) <= (tolerances[name] ?? 1e-9)));
      expect(wrong).toEqual([]);
    });
  }
});
