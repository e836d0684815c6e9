import { expect, it } from 'vitest';
import { metricsByImportance, resultMetrics } from './metric-order.ts';
import { describeSystemMetric, isWorthAMark, systemMetricsByImportance } from './system-metrics.ts';

it.each([
  ['system/gpu_0_utilization_percentage', 'GPU 0 utilization', '%', 'idle'],
  ['system/gpu_1_memory_usage_percentage', 'GPU 1 memory usage', '%', 'full'],
  ['system/gpu_0_memory_usage_megabytes', 'GPU 0 memory usage', 'MB', null],
  ['system/gpu_0_power_usage_watts', 'GPU 0 power usage', 'W', null],
  ['system/system_memory_usage_percentage', 'system memory usage', '%', 'full'],
  ['system/cpu_utilization_percentage', 'CPU utilization', '%', null],
  ['system/gpu.0.gpu', 'GPU 0 utilization', '%', 'idle'],
  ['system/gpu.0.memoryAllocated', 'GPU 0 memoryAllocated', '%', 'full'],
  ['system/proc.memory.percent', 'proc memory', '%', 'full'],
  ['system/network_receive_megabytes', 'network receive', 'MB', null],
  ['system/disk', 'disk', '', null],
] as const)('%s is read off its name', (name, title, unit, watch) => {
  expect(describeSystemMetric(name)).toEqual({ title, unit, watch });
});

it('is marked below and from its limits on', () => {
  expect([4.9, 5].map((value) => isWorthAMark('idle', value))).toEqual([true, false]);
  expect([94.9, 95].map((value) => isWorthAMark('full', value))).toEqual([false, true]);
});

it('comes in the order of what it tells, and after the metrics of the model', () => {
  const names = ['system/cpu_utilization_percentage', 'system/gpu_0_memory_usage_megabytes', 'loss'];
  names.push('system/gpu_0_utilization_percentage', 'system/gpu_0_memory_usage_percentage', 'train_auc');
  expect(systemMetricsByImportance(names)).toEqual([
    'system/gpu_0_utilization_percentage',
    'system/gpu_0_memory_usage_percentage',
    'system/gpu_0_memory_usage_megabytes',
    'system/cpu_utilization_percentage',
  ]);
  expect(metricsByImportance(names).slice(0, 3)).toEqual([
    'loss',
    'train_auc',
    'system/cpu_utilization_percentage',
  ]);
  expect(resultMetrics(names)).toEqual(['loss']);
});
