import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { collectRows } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import {
  describeTraces,
  toComparable,
  traceSources,
  unpackTraces,
} from '../../../../test/fixtures/foreign-runs/described-traces.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { writeOtlpSpans } from '../../core/traces/write-otlp.ts';
import type { ForeignItem } from '../../ports/foreign-runs.ts';
import { createForeignRuns } from './create-foreign-runs.ts';

const foreignRuns = createForeignRuns();

/** Skips of a source, with those that come while spans and files are read. */
const skipsOf = async (items: AsyncIterable<ForeignItem>): Promise<[subject: string, reason: string][]> => {
  const skips: [string, string][] = [];
  for await (const item of items) {
    const parts = item.kind === 'trace' ? [...item.spans, ...item.files] : [item];
    for (const part of parts)
      if ('kind' in part && part.kind === 'skipped') skips.push([part.subject, part.reason]);
  }
  return skips.filter(([subject]) => subject === 'trace');
};

describe.each(traceSources)('traces of %s', (version, format, source) => {
  test('are what MLflow answers', async () => {
    const { path, answers } = await unpackTraces(source, temporaryFolder());
    const read = await describeTraces(foreignRuns.read({ format, path }));
    for (const [experiment, traces] of Object.entries(answers)) {
      if (traces.length === 0) continue;
      const expected = traces.map(toComparable);
      // A later link to a run is told as that run.
      if (version === 'MLflow 3.17' && experiment === 'traced') {
        const linked = read[experiment]?.find(({ metadata }) => metadata['mlflow.trace.session'] === 's-1');
        expect(linked?.metadata['mlflow.sourceRun']).toMatch(/^[0-9a-f]{32}$/);
        delete linked?.metadata['mlflow.sourceRun'];
      }
      expect(read[experiment]).toEqual(expected);
    }
    expect(read['gone with traces']).toMatchObject([{ status: 'OK', spans: [{ name: 'outer' }, {}, {}] }]);
    expect(await skipsOf(foreignRuns.read({ format, path }))).toEqual([]);
  });

  test('are left, and it is said, where the source is read in place', async () => {
    const { path, answers } = await unpackTraces(source, temporaryFolder());
    const { others, skipped } = await collectRows(foreignRuns.readChanges({ format, path }, new Map()));
    expect(others.filter(({ kind }) => kind === 'trace')).toEqual([]);
    const left = skipped.filter(({ reason }) => /Traces stay/.test(reason));
    const counted = Object.values(answers).flat().length;
    expect(left.reduce((sum, { count }) => sum + count, 0)).toBe(
      // Of a folder MLflow itself does not see those of a deleted experiment.
      counted + (format === 'mlflow-folder' ? 1 : 0),
    );
  });
});

test('what is damaged in a folder is skipped, and the rest is read', async () => {
  const { path } = await unpackTraces('mlflow-2.22/mlruns', temporaryFolder());
  const [large, second, third] = readdirSync(path)
    .flatMap((experiment) => tracesIn(join(path, experiment)))
    .sort((one, other) => spansIn(other).length - spansIn(one).length);
  writeFileSync(join(large!, 'artifacts', 'traces.json'), spansIn(large!).slice(0, -100));
  const attachments = join(second!, 'artifacts', 'attachments');
  mkdirSync(attachments);
  writeFileSync(join(attachments, 'a.txt'), 'beside');
  symlinkSync('/etc/hostname', join(attachments, 'link'));
  mkdirSync(join(second!, 'assessments'));
  writeFileSync(join(second!, 'assessments', 'a-1.yaml'), 'a: &x [1]\nb: *x\n');
  writeFileSync(join(second!, 'assessments', 'a-2.yaml'), 'assessment_id: a-2\n');
  writeFileSync(
    join(second!, 'assessments', 'a-3.yaml'),
    `assessment_id: a-3\nassessment_name: 'yes'\ncreate_time: '2026-01-01T00:00:00Z'\nfeedback:\n  value: 1.0e-07\nvalid: true\n`,
  );
  writeFileSync(join(third!, 'trace_info.yaml'), 'request_id: another\ntimestamp_ms: 1\n');
  const traces = dirname(large!);
  mkdirSync(join(traces, 'no id!'));
  writeFileSync(join(traces, 'a file'), '');
  const source = { format: 'mlflow-folder', path } as const;
  const reasons = (await skipsOf(foreignRuns.read(source))).map(([, reason]) => reason);
  expect(reasons).toHaveLength(6);
  for (const part of [
    ...['no id or no name', 'no folder of a trace', 'not YAML', 'another trace', 'no id of a trace'],
    'The spans of',
  ])
    expect(reasons.join('\n')).toContain(part);
  const { others } = await collectRows(foreignRuns.read(source));
  const read = others.flatMap((item) => (item.kind === 'trace' ? [item] : []));
  const [assessed] = read.filter(({ assessments }) => assessments.length > 0);
  expect(assessed?.assessments).toMatchObject([
    { id: 'a-3', name: 'yes', document: { feedback: { value: 1e-7 } } },
  ]);
  expect([...(assessed?.files ?? [])]).toMatchObject([
    { kind: 'trace-file', path: 'attachments/a.txt', sizeBytes: 6 },
    { kind: 'skipped', subject: 'artifact', reason: 'It is a link, and links are not followed.' },
    { path: 'traces.json' },
  ]);
});

const tracesIn = (experiment: string): string[] => {
  try {
    return readdirSync(join(experiment, 'traces')).map((name) => join(experiment, 'traces', name));
  } catch {
    return [];
  }
};

const spansIn = (trace: string): string => {
  try {
    return readFileSync(join(trace, 'artifacts', 'traces.json'), 'utf8');
  } catch {
    return '';
  }
};

test('rows that tell no trace, span or assessment are skipped, and the rest is read', async () => {
  const { path, answers } = await unpackTraces('mlflow-3.17/mlflow.db', temporaryFolder());
  const [{ found } = { found: { id: '' } }] = answers.large ?? [];
  const writer = new Database(path);
  writer.pragma('foreign_keys = OFF');
  writer.exec(`INSERT INTO trace_info (request_id, experiment_id, timestamp_ms, status) VALUES
      ('../evil', 1, 1, 'OK'), ('tr-of-nothing', 99, 1, 'OK'), ('tr-late', 1, 9223372036854775807, 'OK');
    INSERT INTO trace_tags (request_id, key, value) VALUES ('tr-gone', 'a', 'b');
    INSERT INTO spans (trace_id, experiment_id, span_id, status, start_time_unix_nano, content) VALUES
      ('${found.id}', 1, 'broken', 'OK', 1, '{"name": '), ('${found.id}', 1, 'nobody', 'OK', 1, '{"name": "x"}'),
      ('${found.id}', 1, 'empty', 'OK', 1, '');
    INSERT INTO assessments (assessment_id, trace_id, name, assessment_type, value, created_timestamp, last_updated_timestamp, source_type, valid)
      VALUES ('a-1', '${found.id}', 'n', 'feedback', 'nonsense', 1, 1, 'HUMAN', 1),
        ('a-2', '${found.id}', 'n', 'opinion', '1', 1, 1, 'HUMAN', 1), ('a-3', '${found.id}', 'n', 'feedback', '1', 9223372036854775807, 1, 'HUMAN', 1);`);
  writer.close();
  const source = { format: 'mlflow-database', path } as const;
  const reasons = (await skipsOf(foreignRuns.read(source))).map(([, reason]) => reason);
  expect(reasons).toHaveLength(10);
  for (const part of [
    '../evil',
    'tr-of-nothing',
    'tr-late',
    'belong to no trace',
    'no identifiers',
    'is no JSON',
  ])
    expect(reasons.join('\n')).toContain(part);
  expect(reasons.filter((reason) => reason.startsWith('An assessment of'))).toHaveLength(3);
  const { large } = await describeTraces(foreignRuns.read(source));
  expect(large).toEqual((answers.large ?? []).map(toComparable));
});

test('spans that were archived are read where the archive lies beside the database', async () => {
  const { path, answers } = await unpackTraces('mlflow-3.17/mlflow.db', temporaryFolder());
  const source = { format: 'mlflow-database', path } as const;
  const ids = Object.values(answers)
    .flat()
    .map(({ found }) => found.id);
  const archive = join(dirname(path), 'archive', ids[0]!, 'artifacts');
  mkdirSync(archive, { recursive: true });
  for await (const item of foreignRuns.read(source))
    if (item.kind === 'trace' && item.id === ids[0])
      writeFileSync(
        join(archive, 'traces.pb'),
        writeOtlpSpans([...item.spans].flatMap((span) => ('kind' in span ? [] : [span]))),
      );
  const before = await describeTraces(foreignRuns.read(source));
  const writer = new Database(path);
  writer.exec(`UPDATE spans SET content = '';
    UPDATE trace_tags SET value = 'ARCHIVE_REPO' WHERE key = 'mlflow.trace.spansLocation';
    INSERT INTO trace_tags (request_id, key, value)
      SELECT request_id, 'mlflow.trace.archiveLocation', 'file:///elsewhere/archive/' || request_id || '/artifacts' FROM trace_info;`);
  writer.close();
  const after = await describeTraces(foreignRuns.read(source));
  const archived = (traces: typeof before) =>
    Object.values(traces)
      .flat()
      .find(({ id }) => id === ids[0]);
  expect(archived(after)).toEqual(archived(before));
  const reasons = (await skipsOf(foreignRuns.read(source))).map(([, reason]) => reason);
  expect(reasons).toHaveLength(ids.length - 1);
  expect(reasons[0]).toMatch(/were archived at file:\/\/\/elsewhere/);
});
