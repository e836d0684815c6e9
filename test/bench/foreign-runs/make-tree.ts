import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TreeSize {
  readonly runs: number;
  readonly parameters: number;
  readonly steps: number;
  readonly runsInExperiment: number;
}

/** An `mlruns` folder as MLflow would have left it: each run a meta.yaml, its parameters, four tags and one metric. */
export const makeTree = (root: string, { runs, parameters, steps, runsInExperiment }: TreeSize): void => {
  for (let index = 0; index < runs; index += 1) {
    const experimentId = String(1 + Math.floor(index / runsInExperiment));
    const experiment = join(root, experimentId);
    if (index % runsInExperiment === 0) {
      mkdirSync(experiment, { recursive: true });
      writeFileSync(join(experiment, 'meta.yaml'), experimentMeta(experimentId));
    }
    makeRun(experiment, { experimentId, runId: index.toString(16).padStart(32, '0'), parameters, steps });
  }
};

const makeRun = (
  experiment: string,
  {
    experimentId,
    runId,
    parameters,
    steps,
  }: { experimentId: string; runId: string; parameters: number; steps: number },
): void => {
  const run = join(experiment, runId);
  for (const part of ['params', 'metrics', 'tags', 'artifacts'])
    mkdirSync(join(run, part), { recursive: true });
  writeFileSync(join(run, 'meta.yaml'), runMeta(experimentId, runId));
  for (let index = 0; index < parameters; index += 1)
    writeFileSync(join(run, 'params', `parameter_${index}`), String((index * 7919) % 1000));
  for (const tag of ['mlflow.user', 'mlflow.source.name', 'mlflow.source.type', 'mlflow.runName'])
    writeFileSync(join(run, 'tags', tag), 'value');
  const lines = Array.from(
    { length: steps },
    (_, step) => `${1_700_000_000_000 + step} ${1 / (step + 3)} ${step}\n`,
  );
  writeFileSync(join(run, 'metrics', 'loss'), lines.join(''));
};

const experimentMeta = (id: string): string =>
  `artifact_location: file:///somewhere/mlruns/${id}\ncreation_time: 1700000000000\nexperiment_id: '${id}'\nlast_update_time: 1700000000000\nlifecycle_stage: active\nname: experiment ${id}\n`;

const runMeta = (experimentId: string, runId: string): string =>
  `artifact_uri: file:///somewhere/mlruns/${experimentId}/${runId}/artifacts\nend_time: 1700000060000\nentry_point_name: ''\nexperiment_id: '${experimentId}'\nlifecycle_stage: active\nrun_id: ${runId}\nrun_name: run\nrun_uuid: ${runId}\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1700000000000\nstatus: 3\ntags: []\nuser_id: ada\n`;
