import { join } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { formatNumber } from '../../shared/model/format.ts';
import { type LearnerId, learnerId, type SplitSpecification } from '../../shared/model/learner.ts';
import { collect, onProject, parsePairs, wholeNumber } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

interface TrainOptions {
  readonly data: string;
  readonly target: string;
  readonly learner: LearnerId;
  readonly param: string[];
  readonly split?: string;
  readonly testShare: string;
  readonly exclude: string[];
  readonly experiment: string;
  readonly name?: string;
  readonly seed: number;
}

/** `random`, `stratified`, `time:COLUMN`, `group:COLUMN`. */
const parseSplit = (text: string, testShare: number): SplitSpecification => {
  const at = text.indexOf(':');
  const kind = at < 0 ? text : text.slice(0, at);
  const column = at < 0 ? '' : text.slice(at + 1);
  if ((kind === 'random' || kind === 'stratified') && column === '') return { kind, testShare };
  if ((kind === 'time' || kind === 'group') && column !== '') return { kind, column, testShare };
  throw new EngineError(
    'invalid-input',
    `“${text}” is no split. Use random, stratified, time:COLUMN or group:COLUMN.`,
  );
};

/** Where the project keeps a file of this SHA-256 (docs/architecture.md, A project on disk). */
const storedFile = (folder: string, digest: string): string =>
  join(folder, '.modelyard', 'objects', digest.slice(0, 2), digest.slice(2));

export const addTrainingCommands = (program: Command): void => {
  program
    .command('train')
    .description('train a model; makes a run')
    .requiredOption('--data <dataset>', 'what to learn from: NAME or NAME@VERSION')
    .requiredOption('--target <column>', 'the column to predict')
    .option('--learner <learner>', learnerId.options.join(' or '), 'gbdt')
    .option('--param <name=value>', 'a parameter of the learner; may be repeated', collect, [])
    .option('--split <split>', 'random, stratified, time:COLUMN or group:COLUMN')
    .option('--test-share <share>', 'share of rows held out', '0.25')
    .option('--exclude <column>', 'a column not to learn from; may be repeated', collect, [])
    .option('--experiment <name>', 'experiment that the run belongs to', 'Default')
    .option('--name <name>', 'name of the run')
    .option('--seed <number>', 'seed of everything random', wholeNumber, 1)
    .action(
      onProject(async ({ session, terminal }, options: TrainOptions) => {
        const testShare = Number(options.testShare);
        const { jobId, runId } = await session.call('training.start', {
          dataset: options.data,
          target: options.target,
          learner: options.learner,
          parameters: parsePairs(options.param),
          exclude: options.exclude,
          experiment: options.experiment,
          seed: options.seed,
          split:
            options.split === undefined
              ? testShare === 0.25
                ? undefined
                : { kind: 'stratified', testShare }
              : parseSplit(options.split, testShare),
          ...(options.name === undefined ? {} : { name: options.name }),
        });
        terminal.note(`run ${runId}`);
        await session.finish(jobId);
        const run = await session.call('runs.get', { run: runId });
        const model = run.artifacts.find(({ path }) => path === 'model/model.onnx');
        const metrics = Object.fromEntries(
          Object.entries(run.metrics).filter(([key]) => !/^(train|validation)_/.test(key)),
        );
        terminal.result(
          {
            runId,
            name: run.name,
            experiment: run.experiment,
            dataset: run.dataset,
            parameters: run.parameters,
            metrics,
            modelPath: model?.digest == null ? null : storedFile(session.folder, model.digest),
            modelDigest: model?.digest ?? null,
            seed: run.seed,
            durationMs: run.durationMs,
            jobId,
          },
          () =>
            [
              `${run.name}  (${runId})`,
              '',
              formatTable(
                [{ title: 'metric, held out' }, { title: 'value', align: 'right' }],
                Object.entries(metrics).map(([key, value]) => [key, formatNumber(Number(value))]),
              ),
            ].join('\n'),
        );
      }),
    );
};
