import { expect, test } from 'vitest';
import { z } from 'zod';
import { exitCodeMeanings, exitCodes } from '../../src/cli/exit-codes.ts';
import { datasetsContract } from '../../src/shared/contract/datasets.ts';
import { evaluationContract } from '../../src/shared/contract/evaluation.ts';
import { exportsContract } from '../../src/shared/contract/exports.ts';
import { foreignRunsContract } from '../../src/shared/contract/foreign-runs.ts';
import { type CommandName, contract, specOf } from '../../src/shared/contract/index.ts';
import { jobsContract } from '../../src/shared/contract/jobs.ts';
import { monitoringContract } from '../../src/shared/contract/monitoring.ts';
import { notesContract } from '../../src/shared/contract/notes.ts';
import { applicationContract, projectContract } from '../../src/shared/contract/projects.ts';
import { registryContract } from '../../src/shared/contract/registry.ts';
import { runArtifactsContract } from '../../src/shared/contract/run-artifacts.ts';
import { runComparisonContract } from '../../src/shared/contract/run-comparison.ts';
import { runEditsContract } from '../../src/shared/contract/run-edits.ts';
import { runExportsContract } from '../../src/shared/contract/run-exports.ts';
import { runListsContract } from '../../src/shared/contract/run-lists.ts';
import { runRecreationContract } from '../../src/shared/contract/run-recreation.ts';
import { runReportsContract } from '../../src/shared/contract/run-reports.ts';
import { runViewsContract } from '../../src/shared/contract/run-views.ts';
import { servingContract } from '../../src/shared/contract/serving.ts';
import { shellContract } from '../../src/shared/contract/shell.ts';
import { tracesContract } from '../../src/shared/contract/traces.ts';
import { trackingContract } from '../../src/shared/contract/tracking.ts';
import { trackingServerContract } from '../../src/shared/contract/tracking-server.ts';
import { trainingContract } from '../../src/shared/contract/training.ts';
import { EngineError, errorCodes, fromErrorData, toErrorData } from '../../src/shared/errors.ts';

const areas = [
  applicationContract,
  projectContract,
  datasetsContract,
  trainingContract,
  trackingContract,
  runListsContract,
  foreignRunsContract,
  runEditsContract,
  notesContract,
  runViewsContract,
  runRecreationContract,
  runArtifactsContract,
  runComparisonContract,
  runExportsContract,
  runReportsContract,
  trackingServerContract,
  tracesContract,
  evaluationContract,
  registryContract,
  servingContract,
  monitoringContract,
  exportsContract,
  jobsContract,
  shellContract,
];
const names = Object.keys(contract) as CommandName[];

test('no area takes another one’s command', () => {
  expect(areas.flatMap((area) => Object.keys(area)).sort()).toEqual([...names].sort());
});

test.each(names)('%s is named, explained and made of JSON', (name) => {
  const { summary, scope, input, output } = specOf(name);
  expect(name).toMatch(/^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/);
  expect(summary).toMatch(/^\p{Lu}.*[^.]$/u);
  expect(name.startsWith('shell.') ? scope : 'app').toBe('app');
  // Throws for what JSON cannot carry: dates, maps, big integers, functions.
  for (const [schema, io] of [
    [input, 'input'],
    [output, 'output'],
  ] as const) {
    expect(z.toJSONSchema(schema, { io })).toBeTypeOf('object');
  }
});

test.each(names)('%s refuses an input that is no object', (name) => {
  for (const wrong of [null, undefined, 7, 'text', []]) {
    expect(specOf(name).input.safeParse(wrong).success, String(wrong)).toBe(false);
  }
});

test('every error code survives a process border and has an exit code that is explained', () => {
  const explained = new Set(exitCodeMeanings.map(([code]) => code));
  for (const code of errorCodes) {
    const sent = new EngineError(code, 'What to do next.', { details: { row: 3 } });
    const received = fromErrorData(JSON.parse(JSON.stringify(toErrorData(sent))));
    expect(received).toMatchObject({ code, message: 'What to do next.', details: { row: 3 } });
    expect(explained).toContain(exitCodes[code]);
    expect(exitCodes[code]).not.toBe(0);
  }
});
