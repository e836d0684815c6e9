import type { NextStep, ProjectCounts, ProjectStatus } from '../../../shared/model/project.ts';

export interface StepFacts {
  readonly counts: ProjectCounts;
  readonly finishedRuns: number;
  readonly predictions: number;
  readonly drift: ProjectStatus['drift'];
  readonly exports: number;
}

type Step = NextStep & { readonly isDone: boolean };

const done: NextStep = {
  id: 'done',
  title: 'Everything is set up',
  explanation: 'Your model is trained, served, watched and ready to deploy.',
  route: 'overview',
};

const retrain = (drift: NonNullable<ProjectStatus['drift']>): NextStep => ({
  id: 'retrain',
  title: 'Train again on newer data',
  explanation: `${drift.driftedColumns} of ${drift.columns} columns of ${drift.current} have drifted.`,
  route: 'train',
});

/** The way from a file to a deployment, in order, with what has been done already. */
export const projectSteps = ({ counts, finishedRuns, predictions, drift, exports }: StepFacts): Step[] => [
  {
    id: 'add-data',
    title: 'Add data',
    explanation: 'Choose a CSV, TSV, Parquet or JSON Lines file. It stays where it is.',
    route: 'data',
    isDone: counts.datasets > 0,
  },
  {
    id: 'train',
    title: 'Train a model',
    explanation: 'Pick the column to predict; everything else has a sensible default.',
    route: 'train',
    isDone: finishedRuns > 0,
  },
  {
    id: 'compare',
    title: 'Compare two runs',
    explanation: 'Train with another learner or other parameters, tick both runs and compare.',
    route: 'runs',
    isDone: finishedRuns > 1,
  },
  {
    id: 'register',
    title: 'Register the best run',
    explanation: 'A registered model has versions, aliases and a history.',
    route: 'runs',
    isDone: counts.models > 0,
  },
  {
    id: 'serve',
    title: 'Serve it on this machine',
    explanation: 'One switch starts an HTTP endpoint.',
    route: 'models',
    isDone: counts.endpoints > 0,
  },
  {
    id: 'try',
    title: 'Ask it something',
    explanation: 'Send a request from a form that is filled in already.',
    route: 'serving',
    isDone: predictions > 0,
  },
  {
    id: 'check-drift',
    title: 'Check for drift',
    explanation: 'Compare newer data, or what the endpoint was asked, with the training data.',
    route: 'monitoring',
    isDone: drift !== null,
  },
  {
    id: 'export',
    title: 'Export a deployment bundle',
    explanation: 'A container image and Kubernetes manifests that behave as the local endpoint does.',
    route: 'exports',
    isDone: exports > 0,
  },
];

/** The first thing that has not been done; when all is done, what the drift says. */
export const nextStepOf = (steps: readonly Step[], drift: ProjectStatus['drift']): NextStep => {
  const open = steps.find((step) => !step.isDone);
  if (open !== undefined) {
    const { isDone: _isDone, ...step } = open;
    return step;
  }
  return drift !== null && drift.driftedColumns > 0 ? retrain(drift) : done;
};
