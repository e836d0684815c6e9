import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger, tickingClock } from '../../../../test/support/open-test-store.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { listExperiments } from '../experiments.ts';
import { openStore } from '../open-store.ts';
import { resolveModel } from '../registry.ts';
import { historyOf } from '../run-metrics.ts';
import { runRowsOf } from '../run-rows.ts';
import { artifactsOf, datasetsOf, findRun } from '../runs.ts';
import { foundation } from './0001-foundation.ts';

const rows = `
INSERT INTO objects VALUES ('d', 7, 1);
INSERT INTO experiments (id, name, created_at_ms, updated_at_ms) VALUES (1, 'churn', 1, 1), (2, 'Default', 2, 2);
INSERT INTO runs (id, experiment_id, name, status, started_at_ms, ended_at_ms, note) VALUES
  ('late', 1, 'late one', 'finished', 2000, 3000, 'a note'), ('early', 2, 'early one', 'failed', 1000, NULL, '');
INSERT INTO run_parameters VALUES ('late', 'depth', '7'), ('early', 'depth', '8'), ('late', 'rate', '0.1');
INSERT INTO run_tags VALUES ('late', 'team', 'red'), ('early', 'mlflow.parentRunId', 'late');
INSERT INTO run_metrics VALUES ('late', 'auc', 1, 10, 0.5, 0), ('late', 'auc', 2, 20, 0.75, 0), ('late', 'auc', 3, 30, 0.25, 0),
  ('late', 'auc', 4, 40, 0, 1), ('late', 'auc', 5, 50, 0.75, 0), ('early', 'auc', 0, 5, 0, 1);
INSERT INTO run_latest_metrics VALUES ('late', 'auc', 5, 50, 0.75, 0), ('early', 'auc', 0, 5, 0, 1);
INSERT INTO run_artifacts VALUES ('late', 'model/model.onnx', 'd', 7);
INSERT INTO run_datasets VALUES ('late', 'training', 'customers', 'x', 3);
INSERT INTO registered_models VALUES (1, 'churn', 'text', 1);
INSERT INTO model_versions (model_id, version, run_id, digest, size_bytes, registered_at_ms) VALUES (1, 1, 'late', 'd', 7, 5);
INSERT INTO model_aliases VALUES (1, 'champion', 1);
INSERT INTO endpoints (id, model_id, version, port, is_wanted, created_at_ms) VALUES ('e', 1, 1, 8000, 0, 1);
`;

it('brings a project of the foundation over with everything in it', () => {
  const folder = temporaryFolder();
  const request = {
    file: join(folder, 'project.db'),
    backupsFolder: join(folder, 'backups'),
    clock: tickingClock(),
    logger: silentLogger,
  };
  openStore({ ...request, migrations: [{ ...foundation, sql: `${foundation.sql}${rows}` }] }).close();
  const store = openStore(request);
  onTestFinished(() => store.close());
  const { reader } = store;

  expect(listExperiments(reader).map(({ id, name }) => [id, name])).toEqual([
    [0, 'Default'],
    [1, 'churn'],
  ]);
  expect(runRowsOf(reader, ['late', 'early'])).toMatchObject([
    {
      ...{ name: 'late one', experiment: 'churn', durationMs: 1000, dataset: 'customers@3' },
      parameters: { depth: '7', rate: '0.1' },
      metrics: { auc: 0.75 },
      tags: { team: 'red' },
      models: ['churn/1'],
    },
    { name: 'early one', experiment: 'Default', parentId: 'late', metrics: { auc: 'NaN' } },
  ]);
  expect(
    reader.values(
      `SELECT note || ', ' || value FROM runs JOIN run_tags ON run_number = runs.number
       JOIN keys ON keys.number = key_number WHERE keys.name = 'mlflow.note.content'`,
    ),
  ).toEqual(['a note, a note']);
  expect(reader.all('SELECT * FROM run_metric_summaries ORDER BY run_number')).toMatchObject([
    { value: 0, is_nan: 1, min_value: null, min_step: null, max_value: null, point_count: 1, nan_count: 1 },
    {
      ...{ step: 5, value: 0.75, min_value: 0.25, min_step: 3, max_value: 0.75, max_step: 2 },
      ...{ point_count: 5, nan_count: 1 },
    },
  ]);
  expect(historyOf(reader, 'late', 'auc')).toHaveLength(5);
  expect(findRun(reader, 'late')?.note).toBe('a note');
  expect(artifactsOf(reader, 'late')).toEqual([{ path: 'model/model.onnx', digest: 'd', sizeBytes: 7 }]);
  expect(datasetsOf(reader, 'late')).toEqual([
    { name: 'customers', version: 3, digest: 'x', role: 'training' },
  ]);
  expect(resolveModel(reader, 'churn')).toMatchObject({ version: 1, digest: 'd', aliases: ['champion'] });
});
