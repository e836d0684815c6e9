import type { z } from 'zod';
import type { CommandSpec } from './command.ts';
import { datasetsContract } from './datasets.ts';
import { evaluationContract } from './evaluation.ts';
import { exportsContract } from './exports.ts';
import { foreignRunsContract } from './foreign-runs.ts';
import { jobsContract } from './jobs.ts';
import { monitoringContract } from './monitoring.ts';
import { notesContract } from './notes.ts';
import { applicationContract, projectContract } from './projects.ts';
import { registryContract } from './registry.ts';
import { runArtifactsContract } from './run-artifacts.ts';
import { runComparisonContract } from './run-comparison.ts';
import { runEditsContract } from './run-edits.ts';
import { runExportsContract } from './run-exports.ts';
import { runListsContract } from './run-lists.ts';
import { runRecreationContract } from './run-recreation.ts';
import { runReportsContract } from './run-reports.ts';
import { runViewsContract } from './run-views.ts';
import { servingContract } from './serving.ts';
import { shellContract } from './shell.ts';
import { tracesContract } from './traces.ts';
import { trackingContract } from './tracking.ts';
import { trackingServerContract } from './tracking-server.ts';
import { trainingContract } from './training.ts';

/** Every command that the engine answers. */
export const engineContract = {
  ...applicationContract,
  ...projectContract,
  ...datasetsContract,
  ...trainingContract,
  ...trackingContract,
  ...runArtifactsContract,
  ...runComparisonContract,
  ...runExportsContract,
  ...runReportsContract,
  ...runListsContract,
  ...runEditsContract,
  ...notesContract,
  ...runViewsContract,
  ...runRecreationContract,
  ...trackingServerContract,
  ...tracesContract,
  ...evaluationContract,
  ...registryContract,
  ...servingContract,
  ...monitoringContract,
  ...exportsContract,
  ...foreignRunsContract,
  ...jobsContract,
};

/** Every command that a window may send: the engine's and the shell's. */
export const contract = { ...engineContract, ...shellContract };

export type EngineCommandName = keyof typeof engineContract;
export type CommandName = keyof typeof contract;
export type CommandInput<Name extends CommandName> = z.input<(typeof contract)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof contract)[Name]['output']>;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(contract, name);
export const isShellCommandName = (name: string): name is keyof typeof shellContract =>
  Object.hasOwn(shellContract, name);
export const specOf = (name: CommandName): CommandSpec => contract[name];
