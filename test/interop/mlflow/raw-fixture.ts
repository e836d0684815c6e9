import { callJson } from './http-call.ts';

/** What the raw requests are about, by the ids that one server gave. */
export interface RawFixture {
  readonly port: number;
  readonly experiment: string;
  readonly run: string;
  readonly otherRun: string;
  /** Gets what the real server takes although it should not. */
  readonly spoiled: string;
  readonly model: string;
  readonly loggedModel: string;
}

/** Three runs with 50 points each, a registered model with a version, a logged model and a dataset. */
export async function writeRawFixture(port: number): Promise<RawFixture> {
  const post = <Answer>(route: string, body: object) =>
    callJson<Answer>(port, 'POST', `/api/2.0/mlflow/${route}`, body);
  const { experiment_id } = await post<{ experiment_id: string }>('experiments/create', {
    name: 'raw requests',
  });
  const createRun = async (run_name: string, start_time: number): Promise<string> => {
    const { run } = await post<{ run: { info: { run_id: string } } }>('runs/create', {
      experiment_id,
      run_name,
      user_id: 'raw',
      start_time,
    });
    const metrics = Array.from({ length: 50 }, (_, step) => ({
      key: 'loss',
      value: 1 / (step + 1),
      timestamp: 1000 + step,
      step,
    }));
    await post('runs/log-batch', { run_id: run.info.run_id, metrics, params: [{ key: 'lr', value: '0.1' }] });
    return run.info.run_id;
  };
  const run = await createRun('one', 1000);
  const otherRun = await createRun('two', 2000);
  const spoiled = await createRun('spoiled', 3000);
  const dataset = { name: 'data', digest: 'd1', source_type: 'local', source: '{}' };
  await post('runs/log-inputs', {
    run_id: run,
    datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'training' }] }],
  });
  await post('registered-models/create', { name: 'raw-model' });
  await post('model-versions/create', {
    name: 'raw-model',
    source: `mlflow-artifacts:/${experiment_id}/${run}/artifacts`,
    run_id: run,
  });
  const { model } = await post<{ model: { info: { model_id: string } } }>('logged-models', {
    experiment_id,
    name: 'raw',
  });
  return {
    port,
    experiment: experiment_id,
    run,
    otherRun,
    spoiled,
    model: 'raw-model',
    loggedModel: model.info.model_id,
  };
}
