import { closestName } from '../../../shared/closest-name.ts';
import { fitGbdt } from './gbdt/fit-gbdt.ts';
import { gbdtParameters } from './gbdt/parameters.ts';
import { LearningError } from './learning-error.ts';
import { fitLinear } from './linear/fit-linear.ts';
import { linearParameters } from './linear/parameters.ts';
import type { FitRequest, FittedModel, LearnerId, ParameterDescriptor } from './types.ts';

export interface Learner {
  readonly id: LearnerId;
  readonly title: string;
  readonly explanation: string;
  readonly parameters: readonly ParameterDescriptor[];
  /** Rejects with a `LearningError`, or with the signal's reason. */
  fit(request: FitRequest): Promise<FittedModel>;
}

/** The learners that need no Python, in the order that the Train form shows. */
export const learners: readonly Learner[] = [
  {
    id: 'gbdt',
    title: 'Gradient-boosted trees',
    explanation:
      'Most accurate on most tables; handles missing values, categories and bent relations by itself.',
    parameters: gbdtParameters,
    fit: fitGbdt,
  },
  {
    id: 'linear',
    title: 'Linear',
    explanation:
      'Ridge or logistic regression: quick, small, and its coefficients can be read; a good baseline.',
    parameters: linearParameters,
    fit: fitLinear,
  },
];

export function learnerNamed(id: string): Learner {
  const learner = learners.find((candidate) => candidate.id === id);
  if (learner) return learner;
  const known = learners.map((candidate) => candidate.id);
  const guess = closestName(id, known);
  const hint = guess === undefined ? `Learners: ${known.join(', ')}.` : `Did you mean "${guess}"?`;
  throw new LearningError('parameter', `There is no learner "${id}". ${hint}`);
}
