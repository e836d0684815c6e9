import { expect, it } from 'vitest';
import { curveCharts } from './curve-charts.ts';

it('draws what one run has of a measure together, and calls a metric alone by its own name', () => {
  const metrics = ['train/loss', 'val/loss', 'val/auc', 'system/cpu_utilization_percentage'];
  expect(curveCharts(metrics, { isOneRun: true })).toEqual([
    { title: 'val/auc', keys: ['val/auc'] },
    { title: 'loss', keys: ['val/loss', 'train/loss'] },
    { title: 'system/cpu_utilization_percentage', keys: ['system/cpu_utilization_percentage'] },
  ]);
  expect(curveCharts(metrics, { isOneRun: false }).map(({ title }) => title)).toHaveLength(4);
});
