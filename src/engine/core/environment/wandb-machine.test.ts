import { expect, it } from 'vitest';
import { machineOfWandbMetadata, machineOfWandbTags } from './wandb-machine.ts';

it('reads what W&B wrote of a machine, as old and as new versions write it', () => {
  const now = {
    ...{ os: 'Linux-5.15-x86_64', python: 'CPython 3.11.4', cpu_count: 32, cpu_count_logical: 64 },
    ...{ gpu: 'NVIDIA A100-SXM4-80GB', gpu_count: 2, cudaVersion: '12.4', memory: { total: '540943917056' } },
    gpu_nvidia: [{ name: 'NVIDIA A100-SXM4-80GB', memoryTotal: '85899345920' }],
  };
  expect(machineOfWandbMetadata(JSON.stringify(now))).toEqual({
    ...{ os: 'Linux-5.15-x86_64', python: '3.11.4', cores: '64', memory: '504 GiB' },
    ...{ gpu: '2 × NVIDIA A100-SXM4-80GB', 'cuda (driver)': '12.4' },
  });
  const then = {
    ...{ os: 'Linux-4.15', python: '3.8.10', cpu_count: 8, cuda: '11.7.0', memory: { total: 31.2 } },
    ...{ gpu_devices: [{ name: 'Tesla T4', memory_total: 15_843_721_216 }] },
  };
  expect(machineOfWandbMetadata(JSON.stringify(then))).toEqual({
    ...{ os: 'Linux-4.15', python: '3.8.10', cores: '8', memory: '31 GiB' },
    ...{ gpu: 'Tesla T4', 'cuda (driver)': '11.7.0' },
  });
});

it('takes what is nothing of the kind for nothing', () => {
  for (const text of ['', 'null', '[]', '{"gpu": null, "memory": 3, "cuda": {}}'])
    expect(machineOfWandbMetadata(text)).toEqual({});
});

it('reads the tags of an imported run', () => {
  const tags = {
    ...{
      'wandb.os': 'Linux-6',
      'wandb.python': 'CPython 3.12.1',
      'wandb.gpu': 'Tesla T4',
      'wandb.gpu_count': '4',
    },
    ...{ 'wandb.cpu_count_logical': '8', 'wandb.memory': '33544294400', team: 'red' },
  };
  expect(machineOfWandbTags(tags)).toEqual({
    ...{ os: 'Linux-6', python: '3.12.1', gpu: '4 × Tesla T4', cores: '8', memory: '31 GiB' },
  });
});
