import type { Command } from 'commander';
import { machineFactNames } from '../../shared/model/run-environment.ts';
import { machineMarkOf, machineMarkText } from '../../shared/model/series/machine-marks.ts';
import { describeSystemMetric, systemMetricsByImportance } from '../../shared/model/system-metrics.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';
import { addCompareCommand } from './compare-runs.ts';
import { addLinkedRunsCommands } from './linked-runs.ts';
import { addNoteCommand } from './notes.ts';
import { addRecreateCommand } from './recreate-run.ts';
import { addRunArtifactCommands } from './run-artifacts.ts';
import { addRunChartCommands } from './run-charts.ts';
import { addRunEditCommands } from './run-edits.ts';
import { addRunListCommands } from './run-lists.ts';
import { runText } from './run-text.ts';
import { addReportCommand } from './save-report.ts';

const recordedBy = {
  training: 'as the training recorded it',
  'tracking-server': 'as the tracking server had it, whose clients are taken to be on its machine',
  wandb: 'as W&B recorded it',
  nobody: 'as far as it left word of it',
} as const;

export const addRunsCommands = (program: Command): void => {
  const runs = program.command('runs').description('runs: what was tried, and how it did');

  addRunListCommands(runs);
  addRunChartCommands(runs);
  addRunEditCommands(runs);

  runs
    .command('show <run>')
    .description('show everything recorded of a run (id, beginning of an id, or name)')
    .action(
      onProject(async ({ session, terminal }, run: string) => {
        const found = await session.call('runs.get', { run });
        terminal.result(found, () => runText(found));
      }),
    );

  runs
    .command('environment <run>')
    .description('show the machine and the packages that a run was made with')
    .action(
      onProject(async ({ session, terminal }, run: string) => {
        const found = await session.call('runs.environment', { run });
        terminal.result(found, () =>
          [
            formatTable(
              [{ title: 'machine' }, { title: recordedBy[found.recordedBy] }],
              machineFactNames(Object.keys(found.machine)).map((name) => [name, found.machine[name] ?? '']),
            ),
            '',
            found.packages === null
              ? 'The run left no list of its packages.'
              : formatTable([{ title: 'package' }, { title: 'version' }], Object.entries(found.packages)),
          ].join('\n'),
        );
      }),
    );

  runs
    .command('machine <run>')
    .description('what the machine’s metrics (system/…) give to think of: idle GPUs, memory near full')
    .action(
      onProject(async ({ session, terminal }, reference: string) => {
        const run = await session.call('runs.get', { run: reference });
        const watched = systemMetricsByImportance(Object.keys(run.metrics)).filter(
          (name) => describeSystemMetric(name).watch !== null,
        );
        const marks = [];
        for (const key of watched) {
          const { curves } = await session.call('runs.curves', {
            runs: [run.id],
            keys: [key],
            x: { kind: 'wall' },
          });
          for (const curve of curves) marks.push(machineMarkOf(key, curve));
        }
        const found = marks.filter((mark) => mark !== null);
        terminal.result({ marks: found }, () =>
          found.length === 0
            ? 'The run recorded nothing of its GPUs or its memory.'
            : found.map((mark) => machineMarkText(mark, run.status)).join('\n'),
        );
      }),
    );

  addNoteCommand(runs, 'run');
  addCompareCommand(runs);
  addReportCommand(runs);
  addRecreateCommand(runs);
  addLinkedRunsCommands(runs);

  addRunArtifactCommands(runs);
};
