import type { LearnerDescription } from '../../../shared/model/learner.ts';
import { learners } from '../../core/learning/learner.ts';

/** The learners as the Train form and the command line show them. */
export const learnerDescriptions = (): LearnerDescription[] =>
  learners.map(({ id, title, explanation, parameters }) => ({
    id,
    title,
    explanation,
    parameters: parameters.map(({ min, max, ...parameter }) => ({
      ...parameter,
      minimum: min,
      maximum: max,
    })),
  }));
