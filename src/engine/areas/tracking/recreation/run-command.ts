import { relative, sep } from 'node:path';
import type { DatasetColumn } from '../../../../shared/model/dataset.ts';
import type { RunDetail } from '../../../../shared/model/run.ts';

/** Data as the new folder has it. */
export interface LaidOutDataset {
  readonly name: string;
  /** From the project's folder there, or absolute. */
  readonly path: string;
  readonly columns: readonly DatasetColumn[];
}

export interface RunCommand {
  readonly command: string | null;
  readonly isWhole: boolean;
  readonly text: string;
}

/** How the run was started, as far as it is recorded. `original` is the project's folder, whose files have their like in the new one. */
export const runCommandOf = (
  run: RunDetail,
  training: LaidOutDataset | undefined,
  original: string,
): RunCommand =>
  run.parameters.learner !== undefined && run.jobId !== null
    ? ownTraining(run, training)
    : foreignProgram(run, original);

const ownTraining = (run: RunDetail, training: LaidOutDataset | undefined): RunCommand => {
  if (training === undefined)
    return {
      ...{ command: null, isWhole: false },
      text: 'Modelyard trained this run, and its data are missing, so there is nothing to start it with.',
    };
  const command = [
    ['modelyard', 'init'],
    ['modelyard', 'data', 'add', training.path, '--name', training.name, ...typeOptions(training.columns)],
    ['modelyard', 'train', ...trainOptions(run, training.name)],
  ]
    .map((words) => words.map(shellWord).join(' '))
    .join(' &&\n');
  return {
    ...{ command, isWhole: true },
    text: 'Modelyard trained this run; the same data, parameters and seed give the same model, byte for byte.',
  };
};

const typeOptions = (columns: readonly DatasetColumn[]): string[] =>
  columns.filter(({ isCorrected }) => isCorrected).flatMap(({ name, type }) => ['--type', `${name}=${type}`]);

/** Parameters of a run that are no parameters of its learner. */
const notOfLearner = new Set([
  ...['learner', 'target', 'seed', 'split', 'test_share', 'exclude', 'task', 'train_rows', 'test_rows'],
]);

const trainOptions = ({ parameters, seed, experiment, name }: RunDetail, dataset: string): string[] => [
  ...['--data', dataset, '--target', parameters.target ?? '', '--learner', parameters.learner ?? ''],
  ...(parameters.split === undefined ? [] : ['--split', parameters.split]),
  ...(parameters.test_share === undefined ? [] : ['--test-share', parameters.test_share]),
  ...(parameters.exclude?.split(', ') ?? []).flatMap((column) => ['--exclude', column]),
  ...Object.entries(parameters)
    .filter(([key]) => !notOfLearner.has(key))
    .flatMap(([key, value]) => ['--param', `${key}=${value}`]),
  ...['--seed', String(seed ?? 1), '--experiment', experiment, '--name', name],
];

/** MLflow's clients record the program and, in projects, its entry point, but not its arguments. */
const foreignProgram = ({ tags }: RunDetail, original: string): RunCommand => {
  const named = tags['mlflow.source.name'];
  const source = named?.startsWith(original + sep) ? relative(original, named) : named;
  if (source === undefined || source === '')
    return {
      ...{ command: null, isWhole: false },
      text: 'No program was recorded with this run. Its parameters are in parameters.json.',
    };
  const isNotebook = /\.ipynb$/.test(source) || tags['mlflow.source.type'] === 'NOTEBOOK';
  const words = isNotebook
    ? ['jupyter', 'execute', source]
    : source.endsWith('.py')
      ? ['python', source]
      : [source];
  return {
    command: words.map(shellWord).join(' '),
    isWhole: false,
    text: `The program was ${source}; with which arguments is not recorded. What it logged as parameters is in parameters.json.`,
  };
};

/** A word as a POSIX shell reads it back. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
