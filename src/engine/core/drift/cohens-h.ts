import type { DriftDescriptor } from './drift-descriptor.ts';

export const cohensHDescriptor = {
  name: 'cohens_h',
  title: 'Cohen’s h',
  explanation: 'Difference of two shares on a scale where 1 % against 4 % weighs like 50 % against 60 %.',
  source: '2·|asin √p − asin √q| (Cohen 1988); 0.2 is a small effect',
} as const satisfies DriftDescriptor;

export function cohensH(p: number, q: number): number {
  return 2 * Math.abs(Math.asin(Math.sqrt(p)) - Math.asin(Math.sqrt(q)));
}
