import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { formatInterval, formatNumber } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addEvaluationCommands = (program: Command): void => {
  program
    .command('evaluate')
    .description('evaluate a model on a dataset, with 95 % intervals')
    .option('--run <run>', 'the model of this run')
    .option('--model <model>', 'a registered model: NAME, NAME@ALIAS or NAME/VERSION')
    .requiredOption('--data <dataset>', 'held-out data: NAME or NAME@VERSION')
    .action(
      onProject(async ({ session, terminal }, options: { run?: string; model?: string; data: string }) => {
        if ((options.run === undefined) === (options.model === undefined))
          throw new EngineError('invalid-input', 'Name either --run or --model.');
        const subject = options.run === undefined ? { model: options.model ?? '' } : { run: options.run };
        const { jobId, evaluationId } = await session.call('evaluations.start', {
          subject,
          dataset: options.data,
        });
        await session.finish(jobId);
        const evaluation = await session.call('evaluations.get', { evaluation: evaluationId });
        terminal.result(evaluation, () =>
          [
            `${evaluation.model ?? evaluation.runName} on ${evaluation.dataset}: ${formatNumber(evaluation.rowCount)} rows`,
            '',
            formatTable(
              [{ title: 'metric' }, { title: 'value (95 % interval)', align: 'right' }],
              evaluation.report.metrics.map(({ name, value, interval }) => [
                name,
                formatInterval(value, interval),
              ]),
            ),
            ...evaluation.report.notes.map((note) => `· ${note}`),
          ].join('\n'),
        );
      }),
    );
};
