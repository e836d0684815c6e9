import { expect, it } from 'vitest';
import { describeTrend } from './describe-trend.ts';

const trend = {
  ...{ slope: 0.05, intercept: 1, slopeInterval: { low: 0.01, high: 0.09 }, pValue: 0.012 },
  ...{ rSquared: 0.25, n: 60, leftOut: 0, level: 0.95, band: [] },
};

it('says in what a slope is counted where an axis counts decades', () => {
  const text = (xScale: 'linear' | 'log', yScale: 'linear' | 'log') =>
    describeTrend(trend, { x: 'lr', xScale, yScale });
  expect(text('linear', 'linear')).toBe(
    'Trend: slope 0.05 (95 % interval 0.01 to 0.09), p 0.012, R² 0.25, 60 runs.',
  );
  expect(text('log', 'linear')).toContain('slope 0.05 per decade of lr (95 %');
  expect(text('log', 'log')).toContain('slope 0.05 decades per decade of lr (95 %');
  expect(text('linear', 'log')).toContain('slope 0.05 decades per unit of lr (95 %');
  expect(describeTrend(null, { x: 'lr', xScale: 'log', yScale: 'log' })).toContain('No trend');
});
