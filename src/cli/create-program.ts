import { Command } from 'commander';
import { findInstallation } from '../engine/host/installation.ts';
import { addDataCommands } from './commands/data.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluationCommands } from './commands/evaluation.ts';
import { addExportCommands } from './commands/exports.ts';
import { addForeignRunsCommands } from './commands/foreign-runs.ts';
import { addJobsCommands } from './commands/jobs.ts';
import { addModelsCommands } from './commands/models.ts';
import { addMonitoringCommands } from './commands/monitoring.ts';
import { addExperimentsCommands } from './commands/notes.ts';
import { addProjectCommands } from './commands/project.ts';
import { addRunsCommands } from './commands/runs.ts';
import { addServingCommands } from './commands/serving.ts';
import { addTracesCommands } from './commands/traces.ts';
import { addTrackingServerCommands } from './commands/tracking-server.ts';
import { addTrainingCommands } from './commands/training.ts';
import { addViewsCommands } from './commands/views.ts';
import { exitCodeMeanings } from './exit-codes.ts';

/** The whole command line, for running it and for writing its reference (docs/commands.md). */
export const createProgram = (): Command => {
  const program = new Command('modelyard')
    .description('A machine-learning model’s whole life on one machine.')
    .option('--project <folder>', 'the project (default: the one around the current folder)')
    .option('--json', 'one JSON document on standard output and nothing else')
    .version(findInstallation().version, '--version', 'the version of Modelyard')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `\nExit codes:\n${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}`,
    );
  // Sub-commands inherit it, so that a wrong option is exit code 2 like every other wrong input.
  program.exitOverride();
  for (const add of [
    addProjectCommands,
    addDataCommands,
    addTrainingCommands,
    addRunsCommands,
    addExperimentsCommands,
    addViewsCommands,
    addTrackingServerCommands,
    addTracesCommands,
    addEvaluationCommands,
    addModelsCommands,
    addServingCommands,
    addMonitoringCommands,
    addExportCommands,
    addForeignRunsCommands,
    addJobsCommands,
    addDemoCommand,
  ]) {
    add(program);
  }
  return program;
};
