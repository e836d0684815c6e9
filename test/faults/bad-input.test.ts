import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandInput } from '../../src/shared/contract/index.ts';
import type { EngineError } from '../../src/shared/errors.ts';
import { csvOf, failureOf, openEngineProject, type TestProject } from '../support/open-test-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { churnModel } from '../support/tiny-models.ts';

const customers = Array.from({ length: 60 }, (_, index) => ({
  tenure: (index * 37) % 60,
  plan: index % 3 === 0 ? 'monthly' : 'yearly',
  churn: (index * 37) % 60 < 20 ? 'Yes' : 'No',
}));

const openWithCustomers = async (): Promise<TestProject> => {
  const project = await openEngineProject();
  await project.addCsv('customers', customers);
  return project;
};

const objectFiles = ({ folder }: TestProject): string[] =>
  readdirSync(join(folder, '.modelyard', 'objects'), { recursive: true, encoding: 'utf8' }).sort();

/** What `work` is refused with, having changed nothing in the database and stored no file. */
const refusal = async (project: TestProject, work: () => Promise<unknown>): Promise<EngineError> => {
  const before = [project.rowCounts(), objectFiles(project)];
  const failure = await failureOf(work());
  expect([project.rowCounts(), objectFiles(project)]).toEqual(before);
  return failure;
};

const start = (project: TestProject, request: Partial<CommandInput<'training.start'>>) =>
  project.call('training.start', { dataset: 'customers', target: 'churn', learner: 'linear', ...request });

type Refusal<Name extends 'training.start' | 'drift.start'> = [
  what: string,
  request: Partial<CommandInput<Name>>,
  code: string,
  says: RegExp,
];

const trainedRun = async (project: TestProject): Promise<string> => {
  const { jobId, runId } = await start(project, {});
  expect((await project.ended(jobId)).error).toBeNull();
  return runId;
};

describe('a training is refused before it is queued', () => {
  it('when it asks for what is not there or not possible', async () => {
    const project = await openWithCustomers();
    const refusals: Refusal<'training.start'>[] = [
      ['an unknown dataset', { dataset: 'custmers' }, 'not-found', /custmers/],
      [
        'an unknown target',
        { target: 'chrun' },
        'invalid-input',
        /“customers@1” has no column “chrun”.*tenure, plan, churn/,
      ],
      ['an unknown excluded column', { exclude: ['id'] }, 'invalid-input', /no column “id”/],
      [
        'an unknown column to split by',
        { split: { kind: 'time', column: 'day', testShare: 0.2 } },
        'invalid-input',
        /no column “day”/,
      ],
      [
        'everything excluded',
        { exclude: ['tenure', 'plan'] },
        'invalid-input',
        /Nothing is left to learn from/,
      ],
      [
        'an unknown parameter',
        { learner: 'gbdt', parameters: { num_round: 5 } },
        'invalid-input',
        /no parameter "num_round". Did you mean "num_rounds"\?/,
      ],
      [
        'a parameter out of its range',
        { learner: 'gbdt', parameters: { num_rounds: 0 } },
        'invalid-input',
        /"num_rounds" must be a whole number from 1 to \d+, not 0/,
      ],
      [
        'a parameter that is no number',
        { learner: 'gbdt', parameters: { num_rounds: 'many' } },
        'invalid-input',
        /not "many"/,
      ],
      ['a seed below zero', { seed: -1 }, 'invalid-input', /seed/],
      ['no test rows', { split: { kind: 'random', testShare: 0 } }, 'invalid-input', /testShare/],
    ];
    for (const [what, request, code, says] of refusals) {
      const failure = await refusal(project, () => start(project, request));
      expect([what, failure.code]).toEqual([what, code]);
      expect(failure.message).toMatch(says);
    }
  });

  it('when the data file was deleted, and again possible when it is back', async () => {
    const project = await openWithCustomers();
    const path = join(project.folder, 'customers.csv');
    rmSync(path);
    const failure = await refusal(project, () => start(project, {}));
    expect(failure).toMatchObject({ code: 'not-found', details: { dataset: 'customers', path } });
    expect(failure.message).toContain('Put it back');
    project.write('customers.csv', csvOf(customers));
    await trainedRun(project);
  });

  it('when the data file was changed, even to one of the same size', async () => {
    const project = await openWithCustomers();
    const path = project.write('customers.csv', csvOf(customers).replace('monthly', 'MONTHLY'));
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    const failure = await refusal(project, () => start(project, {}));
    expect(failure).toMatchObject({ code: 'conflict', details: { state: 'changed', path } });
    expect(failure.message).toContain('Add it again as a new version');
  });
});

describe('a training fails over a target', () => {
  it.each<[what: string, labels: (index: number) => unknown, says: RegExp]>([
    ['that is always the same', () => 'Yes', /Every row of the target "churn" is "Yes"/],
    [
      'with a class of one row',
      (index) => ['No', 'Yes', 'Maybe'][index === 0 ? 2 : index % 2],
      /"Maybe" has a single row/,
    ],
    ['without any value', () => '', /churn/],
  ])('%s, and leaves a failed run without a model', async (_, label, says) => {
    const project = await openEngineProject();
    await project.addCsv(
      'customers',
      customers.map((row, index) => ({ ...row, churn: label(index) })),
    );
    const before = project.rowCounts();
    const { jobId, runId } = await start(project, {});
    const job = await project.ended(jobId);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'invalid-input' } });
    expect(job.error?.message).toMatch(says);
    const run = await project.call('runs.get', { run: runId });
    expect(run).toMatchObject({ status: 'failed', artifacts: [], metrics: {} });
    expect(run.endedAtMs).not.toBeNull();
    const { objects, model_versions, run_artifacts } = project.rowCounts();
    expect({ objects, model_versions, run_artifacts }).toEqual({
      objects: before.objects,
      model_versions: 0,
      run_artifacts: 0,
    });
  });
});

describe('an evaluation is refused', () => {
  it('over data that cannot be compared with, or of a run without a model', async () => {
    const project = await openWithCustomers();
    const run = await trainedRun(project);
    await project.addCsv(
      'unlabelled',
      customers.map(({ churn: _, ...row }) => row),
    );
    await project.addCsv(
      'narrow',
      customers.map(({ churn, plan }) => ({ churn, plan })),
    );
    const evaluate = (dataset: string, subject: CommandInput<'evaluations.start'>['subject'] = { run }) =>
      refusal(project, () => project.call('evaluations.start', { subject, dataset }));

    const unlabelled = await evaluate('unlabelled');
    expect(unlabelled).toMatchObject({ code: 'invalid-input', details: { column: 'churn' } });
    expect(unlabelled.message).toContain('“unlabelled@1” has no column “churn”');
    const narrow = await evaluate('narrow');
    expect(narrow).toMatchObject({ code: 'invalid-input', details: { columns: ['tenure'] } });
    expect(narrow.message).toContain('no column “tenure”, which the model needs');
    expect(await evaluate('customers', { run: 'nobody' })).toMatchObject({ code: 'not-found' });
    expect(await evaluate('customers', { model: 'nothing' })).toMatchObject({ code: 'not-found' });
  });
});

describe('a comparison is refused', () => {
  it('when a side or a column of it is not there', async () => {
    const project = await openWithCustomers();
    const refusals: Refusal<'drift.start'>[] = [
      ['with a file that is not there', { current: { file: 'nothing.csv' } }, 'not-found', /nothing\.csv/],
      ['with a folder', { current: { file: '.' } }, 'not-found', /no file/],
      ['with a path that no file can have', { current: { file: 'a\0b' } }, 'not-found', /no file/],
      ['with an endpoint that never was', { current: { endpoint: '../../..' } }, 'not-found', /no endpoint/],
      ['of a column that the reference lacks', { columns: ['age'] }, 'invalid-input', /no column “age”/],
      ['with an unknown reference', { reference: 'nobody' }, 'not-found', /nobody/],
    ];
    for (const [what, request, code, says] of refusals) {
      const asked = { reference: 'customers', current: { dataset: 'customers' }, ...request };
      const failure = await refusal(project, () => project.call('drift.start', asked));
      expect([what, failure.code]).toEqual([what, code]);
      expect(failure.message).toMatch(says);
    }
  });
});

describe('a model file', () => {
  const { bytes } = churnModel();
  it.each<[what: string, content: Uint8Array | string]>([
    ['that was cut off', bytes.slice(0, bytes.length / 2)],
    ['that is empty', ''],
    ['that is a page of text', '<!doctype html><title>Sign in</title>'],
    [
      'that begins well and goes on with noise',
      Uint8Array.from([...bytes.slice(0, 40), ...new Array(200).fill(255)]),
    ],
  ])('%s is not registered', async (_, content) => {
    const project = await openEngineProject();
    project.write('model.onnx', content);
    const failure = await refusal(project, () =>
      project.call('models.register', { source: { file: 'model.onnx' }, name: 'churn' }),
    );
    expect(failure.code).toBe('model-invalid');
    expect(failure.message).toContain(join(project.folder, 'model.onnx'));
  });

  it('is not served on a port that another program uses', async () => {
    const project = await openEngineProject();
    project.write('model.onnx', bytes);
    await project.call('models.register', { source: { file: 'model.onnx' }, name: 'churn' });
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const failure = await refusal(project, () => project.call('serving.start', { model: 'churn', port }));
    expect(failure).toMatchObject({ code: 'port-in-use', details: { port, freePort: expect.any(Number) } });
    expect(failure.message).toContain(`Port ${port} is in use`);
  });
});

describe('a hostile path', () => {
  it('reads and writes nothing but what the run and the user name', async () => {
    const project = await openWithCustomers();
    const run = await trainedRun(project);
    const path = 'model/signature.json';
    for (const hostile of [
      '../../project.db',
      'model/../../project.db',
      'model/../model/signature.json',
      join(project.folder, 'modelyard.yaml'),
      '/etc/passwd',
      `${path}\0`,
      '',
    ]) {
      const read = await refusal(project, () => project.call('runs.readArtifact', { run, path: hostile }));
      expect(read.code, hostile).toBe('not-found');
      expect(read.message).toContain('It has: model/importance.json');
      const save = () => project.call('runs.saveArtifact', { run, path: hostile, destination: 'x' });
      expect(await refusal(project, save), hostile).toMatchObject({ code: 'not-found' });
    }

    const existing = project.write('precious.txt', 'kept');
    const saveTo = (destination: string) =>
      refusal(project, () => project.call('runs.saveArtifact', { run, path, destination }));
    const taken = await saveTo('precious.txt');
    expect(taken).toMatchObject({ code: 'already-exists', details: { path: existing } });
    expect(taken.message).toBe(`${existing} exists already. Choose another name, or overwrite it.`);
    expect(readFileSync(existing, 'utf8')).toBe('kept');
    await project.call('runs.saveArtifact', { run, path, destination: 'precious.txt', overwrite: true });
    expect(readFileSync(existing, 'utf8')).toContain('churn');
    expect(await saveTo('.modelyard/project.db')).toMatchObject({ code: 'already-exists' });
    expect(await saveTo('no/such/folder.json')).toMatchObject({ code: 'not-found' });
    expect(await saveTo('a\0b')).toMatchObject({ code: 'invalid-input' });
  });

  it('finds no file outside an export', async () => {
    const project = await openEngineProject();
    project.write('model.onnx', churnModel().bytes);
    await project.call('models.register', { source: { file: 'model.onnx' }, name: 'churn' });
    const { jobId, exportId } = await project.call('exports.create', { model: 'churn', folder: 'deploy' });
    expect((await project.ended(jobId)).error).toBeNull();
    const read = (path: string) => project.call('exports.readFile', { export: exportId, path });
    expect((await read('checksums.txt')).text).toContain('model.onnx');
    for (const hostile of [
      '../modelyard.yaml',
      'image/../../modelyard.yaml',
      '/etc/passwd',
      'checksums.txt\0',
      '',
    ]) {
      const failure = await refusal(project, () => read(hostile));
      expect(failure.code, hostile).toBe('not-found');
    }
  });
});

it('a folder and files with spaces, brackets and other scripts are as good as any', async () => {
  const folder = join(temporaryFolder(), 'Données 数据 [1] %20 ünï');
  mkdirSync(folder);
  const project = await openEngineProject(folder);
  writeFileSync(join(folder, 'Zoë & Söhne (2).csv'), csvOf(customers));
  const { version } = await project.call('datasets.add', {
    path: join(folder, 'Zoë & Söhne (2).csv'),
    name: 'customers',
  });
  expect(version.rowCount).toBe(60);
  const run = await trainedRun(project);
  const saved = await project.call('runs.saveArtifact', {
    run,
    path: 'model/model.onnx',
    destination: 'modèle – 模型.onnx',
  });
  expect(saved.path).toBe(join(folder, 'modèle – 模型.onnx'));
  expect(statSync(saved.path).size).toBe(saved.sizeBytes);
  // What the project stores is kept from being written; what was saved is the user's.
  expect(statSync(saved.path).mode & 0o200).toBe(0o200);
});
