import { expect, it } from 'vitest';
import { cudaOfPackages } from './cuda-of-packages.ts';

it.each([
  [{ numpy: '2.0', 'nvidia-cuda-runtime-cu12': '12.4.127' }, '12.4 (nvidia-cuda-runtime-cu12 12.4.127)'],
  [{ torch: '2.3.0+cu121', numpy: '2.0' }, '12.1 (torch 2.3.0+cu121)'],
  [{ torch: '2.3.0+cu121', cudatoolkit: '11.8.0' }, '11.8 (cudatoolkit 11.8.0)'],
  [{ jaxlib: '0.4.30+cuda12.cudnn91' }, '12 (jaxlib 0.4.30+cuda12.cudnn91)'],
  [{ 'pytorch-cuda': '>=12' }, null],
  [{ torch: '2.3.0+cpu', 'cuda-python': '12.4' }, null],
  [{}, null],
])('of %j is %s', (packages, cuda) => {
  expect(cudaOfPackages(packages)).toBe(cuda);
});
