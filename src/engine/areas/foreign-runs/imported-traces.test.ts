import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import {
  describeTraces,
  toComparable,
  traceSources,
  unpackTraces,
} from '../../../../test/fixtures/foreign-runs/described-traces.ts';
import { importInto } from '../../../../test/fixtures/foreign-runs/import-into.ts';
import { openEngineProject, type TestProject } from '../../../../test/support/open-test-engine.ts';
import { readProjectItems } from '../../../../test/support/project-items.ts';
import type { ImportReport } from '../../../shared/model/foreign-runs.ts';

vi.setConfig({ testTimeout: 180_000 });

const traceTables = [
  'traces',
  'trace_tags',
  'trace_metadata',
  'spans',
  'span_tokens',
  'assessments',
  'stored_files',
];

const rowsOf = (project: TestProject): unknown[] => traceTables.map((table) => project.rowCounts()[table]);

const skipsOf = ({ skipped }: ImportReport) => skipped.items.filter(({ subject }) => subject === 'trace');

test.each(traceSources)(
  'traces of %s come with their runs, stay as they are the second time, and go along with an export',
  async (_version, format, source) => {
    const [project, other] = [await openEngineProject(), await openEngineProject()];
    const { path, answers } = await unpackTraces(source, project.folder);
    const report = await importInto(project, format, path);
    const { traces } = report.found;
    expect([report.added.traces, skipsOf(report)]).toEqual([traces, []]);
    expect(traces).toBeGreaterThanOrEqual(5);
    const here = await readProjectItems(project.folder, describeTraces);
    const withoutOurs = (described: (typeof here)[string] = []) =>
      described.map(
        ({
          metadata: { 'mlflow.trace.tokenUsage': _, 'mlflow.sourceRun': _run, ...metadata },
          ...trace
        }) => ({
          ...trace,
          metadata,
        }),
      );
    for (const experiment of ['traced', 'large'])
      expect(withoutOurs(here[experiment])).toEqual(withoutOurs(answers[experiment]?.map(toComparable)));

    const before = rowsOf(project);
    const again = await importInto(project, format, path);
    expect([again.added.traces, again.found.traces, rowsOf(project)]).toEqual([0, traces, before]);

    const written = await project.call('foreignRuns.export', { to: 'written' });
    expect(written.traces).toBe(traces);
    const back = await importInto(other, 'mlflow-folder', join(project.folder, 'written'));
    expect([back.added.traces, skipsOf(back), rowsOf(other)]).toEqual([traces, [], before]);
    expect(await readProjectItems(other.folder, describeTraces)).toEqual(here);
  },
);

test('an imported trace is searched, read and counted as one that was sent', async () => {
  const project = await openEngineProject();
  const { path } = await unpackTraces('mlflow-2.22/mlruns', project.folder);
  await importInto(project, 'mlflow-folder', path);
  const list = await project.call('traces.list', {
    experiment: 'traced',
    orderBy: { key: 'tokens', descending: true },
  });
  expect(list.traces.map(({ tokens, spanCount }) => [tokens?.total, spanCount])).toEqual([
    [12, 3],
    [12, 3],
    [undefined, 2],
  ]);
  // What MLflow 2 says of it as metadata.
  expect(list.traces.map(({ requestPreview }) => requestPreview)).toContain('{"question": "good?"}');
  const found = await project.call('traces.list', { text: '"good?"' });
  expect(found.total).toBe(1);
  const inRun = list.traces.find(({ runId }) => runId !== null);
  expect(inRun).toMatchObject({ runName: 'with traces', state: 'ok' });
  const failed = list.traces.find(({ state }) => state === 'error');
  expect(failed).toMatchObject({ requestPreview: '{"question": "fail"}', responsePreview: null });
  const { spans } = await project.call('traces.get', { trace: failed!.id });
  const detail = await project.call('traces.span', { trace: failed!.id, span: spans[1]!.id });
  expect(detail.events[0]?.exception).toMatchObject({ message: 'it went wrong: ß' });
});

test('a trace that is here from elsewhere is refused with all that belongs to it', async () => {
  const project = await openEngineProject();
  const { path } = await unpackTraces('mlflow-3.17/mlflow.db', project.folder);
  await importInto(project, 'mlflow-database', path);
  const before = rowsOf(project);
  const elsewhere = join(project.folder, 'elsewhere.db');
  cpSync(path, elsewhere);
  const refused = await importInto(project, 'mlflow-database', elsewhere);
  expect([refused.added.traces, rowsOf(project)]).toEqual([0, before]);
  expect(skipsOf(refused)).toHaveLength(refused.found.traces);
  expect(skipsOf(refused)[0]?.reason).toContain(path);
});

test('what went on when it was imported first comes to its end, and what was changed here stays', async () => {
  const project = await openEngineProject();
  const { path, answers } = await unpackTraces('mlflow-3.17/mlflow.db', project.folder);
  const [{ found } = { found: { id: '' } }] = answers.large ?? [];
  const change = (sql: string): void => {
    const writer = new Database(path);
    writer.exec(sql);
    writer.close();
  };
  change(`CREATE TABLE whole AS SELECT * FROM spans WHERE trace_id = '${found.id}';
    UPDATE trace_info SET status = 'IN_PROGRESS', execution_time_ms = NULL WHERE request_id = '${found.id}';
    DELETE FROM spans WHERE trace_id = '${found.id}' AND parent_span_id IS NOT NULL;
    UPDATE spans SET content = json_set(content, '$.end_time_unix_nano', NULL) WHERE trace_id = '${found.id}';`);
  await importInto(project, 'mlflow-database', path);
  const read = async () => (await readProjectItems(project.folder, describeTraces)).large;
  expect(await read()).toMatchObject([{ status: 'IN_PROGRESS', duration: null, spans: [{ end: 'null' }] }]);
  change(`DELETE FROM spans WHERE trace_id = '${found.id}';
    INSERT INTO spans (trace_id, experiment_id, span_id, parent_span_id, name, type, status, start_time_unix_nano, end_time_unix_nano, content)
      SELECT trace_id, experiment_id, span_id, parent_span_id, name, type, status, start_time_unix_nano, end_time_unix_nano, content FROM whole;
    DROP TABLE whole;
    UPDATE trace_info SET status = 'OK', execution_time_ms = 17, trace_name = 'named later' WHERE request_id = '${found.id}';`);
  const report = await importInto(project, 'mlflow-database', path);
  expect(report.added.traces).toBe(0);
  expect(await read()).toMatchObject([{ status: 'OK', duration: 17, tags: { 'mlflow.traceName': 'root' } }]);
  expect((await read())?.[0]?.spans).toEqual(toComparable(answers.large![0]!).spans);
});

test('attachments are files of the trace, and are left where artifacts are', async () => {
  const { path } = await unpackTraces('mlflow-2.22/mlruns', (await openEngineProject()).folder);
  const traces = readdirSync(path)
    .map((experiment) => join(path, experiment, 'traces'))
    .find((folder) => existsSync(folder) && readdirSync(folder).length === 3)!;
  const [id] = readdirSync(traces);
  mkdirSync(join(traces, id!, 'artifacts', 'attachments'));
  writeFileSync(join(traces, id!, 'artifacts', 'attachments', 'a.txt'), 'beside');
  const [all, bare] = [await openEngineProject(), await openEngineProject()];
  expect((await importInto(all, 'mlflow-folder', path)).added).toMatchObject({ artifacts: 1, traces: 5 });
  // Clients of MLflow 2 ask for the file of the spans.
  expect(all.rowCounts().stored_files).toBe(6);
  const left = await importInto(bare, 'mlflow-folder', path, 'none');
  expect([left.found.artifacts, left.added.artifacts, bare.rowCounts().stored_files]).toEqual([1, 0, 5]);
  const written = await all.call('foreignRuns.export', { to: 'written' });
  expect(written.artifacts).toBe(1);
  const [copy] = readdirSync(join(all.folder, 'written'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('a.txt'),
  );
  expect(readFileSync(join(all.folder, 'written', copy!), 'utf8')).toBe('beside');
});

test('traces of the default experiment go along also where it has nothing else', async () => {
  const project = await openEngineProject();
  const { path } = await unpackTraces('mlflow-3.17/mlflow.db', project.folder);
  const writer = new Database(path);
  writer.exec('UPDATE trace_info SET experiment_id = 0');
  writer.close();
  const { traces } = (await importInto(project, 'mlflow-database', path)).added;
  expect((await project.call('foreignRuns.export', { to: 'written' })).traces).toBe(traces);
});
