import type { ParameterDescriptor } from '../types.ts';

export const linearParameters = [
  {
    name: 'l2',
    type: 'number',
    default: 1,
    min: 0,
    max: 1e9,
    explanation:
      'L2 penalty on the coefficients of the standardised columns; the intercept is free. scikit-learn calls it alpha, or 1/C.',
  },
  {
    name: 'max_iterations',
    type: 'integer',
    default: 200,
    min: 1,
    max: 100_000,
    explanation: 'Most iterations of the solver; ridge regression on up to 1,000 features is solved in one.',
  },
  {
    name: 'tolerance',
    type: 'number',
    default: 1e-5,
    min: 1e-12,
    max: 1,
    explanation: 'The solver stops when no component of the gradient of the mean loss is larger.',
  },
] as const satisfies readonly ParameterDescriptor[];
