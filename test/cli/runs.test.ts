import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import { runLink, tableLink } from '../../src/shared/model/notes/note-links.ts';
import { makeProject } from '../bench/runs-table/make-project.ts';
import { type CommandLine, createCommandLine, finished } from '../support/command-line.ts';

/** Many runs through the built command line. */

const folder = mkdtempSync(join(tmpdir(), 'modelyard-runs-'));
let modelyard: CommandLine;
beforeAll(() => {
  makeProject(folder, { experiments: 2, runsEach: 700, parameters: 3, metrics: 2, steps: 4 });
  modelyard = createCommandLine({ folder, userData: join(folder, 'user-data') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('lists the columns that are asked for, page by page, and says what it leaves out', async () => {
  const columns = 'min(metrics.metric_001),at(metrics.metric_002, best(metrics.metric_001)),params.param_002';
  const listed = await modelyard.json<CommandOutput<'runs.list'>>(
    ...['runs', 'list', '--columns', columns, '--order-by', 'min(metrics.metric_001)', '--ascending'],
    ...['--limit', '1200', '--offset', '10'],
  );
  expect([listed.runs.length, listed.total]).toEqual([1200, 1400]);
  const least = listed.runs.map(({ values }) => values['min(metrics.metric_001)']);
  expect(least).toEqual(least.toSorted((one, other) => Number(one) - Number(other)));
  expect(Object.keys(listed.runs[0]?.values ?? {})).toHaveLength(3);
  const { stdout } = await modelyard.run('runs', 'list', '--limit', '2');
  expect(stdout).toContain('1 to 2 of 1 400 runs; more with --offset 2'.replaceAll('1 400', '1\u00a0400'));
});

test('says of a filter why it finds nothing', async () => {
  const listed = await modelyard.run(
    'runs',
    'list',
    '--filter',
    'metrics.metric_01 > 1 and status = finishd',
  );
  expect(listed).toMatchObject({ exitCode: 0 });
  expect(listed.stderr).toMatch(/No run has metrics\.metric_01\. Did you mean metrics\.metric_00\d\?/);
  expect(listed.stderr).toContain('Did you mean finished?');
});

test('says what is meant by a reference or a name that finds nothing', async () => {
  const said = async (...words: string[]) => {
    const { exitCode, stderr } = await modelyard.run('runs', ...words);
    return [exitCode, stderr.trim()];
  };
  const runs = await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '1');
  const [run] = runs.runs;
  expect(await said('show', 'nobody')).toEqual([3, expect.stringContaining('There is no run “nobody”.')]);
  expect(await said('compare', run!.id)).toEqual([2, expect.stringContaining('two runs or more')]);
  expect(await said('importance', 'metric_001', '--repeats', 'x')).toEqual([
    ...[2, expect.stringContaining('“x” is no whole number')],
  ]);
  const [one, other] = await Promise.all(
    ['metric_001', 'metrics.metric_001'].map((metric) =>
      modelyard.json<CommandOutput<'runs.importance'>>('runs', 'importance', metric, '--repeats', '1'),
    ),
  );
  expect(one!.runs).toBeGreaterThan(100);
  expect(other).toEqual(one);
});

test.each([
  ['list', 0],
  ['keys', 0],
  ['group status', 0],
  ['tag --set a=b', 0],
  ['delete', 0],
  ['restore', 0],
  ['importance metric_001', 3],
])('names an experiment that there is not: runs %s', async (words, exitCode) => {
  const asked = await modelyard.run('runs', ...words.split(' '), '--experiment', 'experiment-3');
  expect(asked.exitCode).toBe(exitCode);
  expect(asked.stderr).toMatch(/There is no experiment “experiment-3”. Did you mean experiment-0\d\?/);
});

test('takes no note that is no text', async () => {
  const [run] = (await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '1')).runs;
  const file = join(folder, 'picture.md');
  writeFileSync(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
  const refused = await modelyard.run('runs', 'note', run?.id ?? '', '--file', file);
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no text in UTF-8') });
});

test.runIf(process.platform === 'linux')('lays no run out where no folder can be made', async () => {
  const [run] = (await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '1')).runs;
  const refused = await modelyard.run('runs', 'recreate', run?.id ?? '', '--out', '/proc/x/y');
  expect(refused).toMatchObject({ exitCode: 8, stderr: expect.stringContaining('made in /proc') });
});

test('groups runs with their means', async () => {
  const grouped = await modelyard.json<CommandOutput<'runs.listGroups'>>(
    ...['runs', 'group', 'experiment', '--columns', 'metrics.metric_001'],
  );
  expect(grouped.groups.map(({ values, runs }) => [values[0], runs])).toEqual([
    ['experiment-02', 700],
    ['experiment-01', 700],
  ]);
  expect(grouped.groups[0]?.means['metrics.metric_001']?.n).toBe(700);
});

test('saves a table by the ending of its file', async () => {
  const file = join(folder, 'table.csv');
  const save = (...more: string[]) =>
    modelyard.run('runs', 'save-table', file, '--columns', 'metrics.metric_001', ...more);
  const saved = await save('--experiment', 'experiment-01');
  expect(saved.stdout).toContain('700 runs with 3 columns');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect([lines[0], lines.length]).toEqual(['run_id,name,metrics.metric_001', 701]);
  expect((await save()).exitCode).toBe(4);
  expect((await save('--overwrite')).exitCode).toBe(0);
  const parquet = await modelyard.json<CommandOutput<'runs.saveTable'>>(
    ...['runs', 'save-table', join(folder, 'table.parquet'), '--all-columns'],
  );
  expect(parquet).toMatchObject({ rows: 1400, columns: 8 });
  const workbook = await modelyard.json<CommandOutput<'runs.saveTable'>>(
    ...['runs', 'save-table', join(folder, 'table'), '--format', 'xlsx', '--all-columns'],
  );
  expect(workbook).toMatchObject({ rows: 1400, columns: 8, notes: [] });
  expect(readFileSync(join(folder, 'table')).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  const unknown = await modelyard.run('runs', 'save-table', join(folder, 'table.xls'));
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('.parquet')]);
});

test('saves a report of one run, and of several with their groups', async () => {
  const { runs } = await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '9');
  const ids = runs.map(({ id }) => id);
  const file = join(folder, 'report.html');
  const save = (wanted: readonly string[], ...more: string[]) =>
    modelyard.run('runs', 'report', ...wanted, '--to', file, ...more);
  expect((await save(ids, '--group-by', 'params.param_002', '--metric', 'metric_001')).stdout).toContain(
    'A report of 9 runs',
  );
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('<h2>metric_001 by params.param_002</h2>');
  for (const id of ids) expect(page).toContain(id);
  expect((await save(ids)).exitCode).toBe(4);
  expect((await save(ids.slice(0, 1), '--overwrite', '--title', 'The <one>')).exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('<h1>The &lt;one&gt;</h1>');
  const half = await save(ids, '--overwrite', '--metric', 'metric_001');
  expect([half.exitCode, half.stderr]).toEqual([2, expect.stringContaining('--group-by')]);
});

test('says what the charts of many runs show', async () => {
  const columns = ['metrics.metric_001', 'metrics.metric_002'];
  const tradeOff = await modelyard.json<CommandOutput<'runs.scatter'>>('runs', 'trade-off', ...columns);
  expect(tradeOff.points).toHaveLength(1400);
  const text = await modelyard.run('runs', 'trade-off', ...columns);
  expect(text.stdout).toContain('Trend: slope');
  const map = await modelyard.json<CommandOutput<'runs.surface'>>(
    ...['runs', 'map', 'metric_001', ...columns, '--cells', '4', '--experiment', 'experiment-02'],
  );
  expect(map.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(700);
  const drawn = await modelyard.run('runs', 'map', 'metric_001', ...columns, '--cells', '4');
  expect(drawn.stdout).toContain('Mean of metric_001, in brackets how many runs');
  const importance = await modelyard.run('runs', 'importance', 'metric_001', '--repeats', '1');
  expect(importance.stdout).toContain('param_002');
  const none = await modelyard.run('runs', 'importance', 'metric_001', '--filter', "name = 'nobody'");
  expect([none.exitCode, none.stderr]).toEqual([3, expect.stringContaining('Fewer than two runs')]);
});

test('writes notes and shows them with what they refer to as it is now', async () => {
  const [first, second] = (await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '2'))
    .runs;
  const show = runLink(second!.id, 'min(metrics.metric_001)');
  const table = tableLink({ filter: `run_id = '${second!.id}'`, columns: 'metrics.metric_001' });
  const file = join(folder, 'note.md');
  writeFileSync(
    file,
    `After [it](${runLink(second!.id)}), least [0](${show}), not [lost](${runLink('f'.repeat(32))}).\n\n[That one](${table})\n`,
  );
  expect((await modelyard.run('runs', 'note', first!.id, '--file', file)).exitCode).toBe(0);
  const { stdout } = await modelyard.run('runs', 'note', first!.id);
  expect(stdout).toContain(`After ${second!.name} (metric_001 `);
  expect(stdout).toMatch(/least [\d.]+, not lost \(no such run\)/);
  expect(stdout).toContain('That one (1 run)');
  const raw = await modelyard.run('runs', 'note', first!.id, '--raw');
  expect(raw.stdout).toContain(`[0](${show})`);

  await modelyard.run('experiments', 'note', 'experiment-01', '--set', 'Which rate?');
  expect((await modelyard.run('experiments', 'note', 'experiment-01')).stdout.trim()).toBe('Which rate?');
  await modelyard.run('experiments', 'note', 'experiment-01', '--set', '');
  expect((await modelyard.run('experiments', 'note', 'experiment-01')).stdout).toContain('has no note');
  expect((await modelyard.run('experiments', 'note', 'nothing')).exitCode).toBe(3);
});

test('tags, deletes, restores and purges all that a filter finds, but nothing without being told which', async () => {
  const filter = ['--filter', "params.param_002 = 'choice-3'"];
  const { ids } = await idsOf(filter);
  expect(ids.length).toBeGreaterThan(50);
  expect(await modelyard.json('runs', 'tag', ...filter, '--set', 'seen=yes')).toEqual({
    changed: ids.length,
  });
  expect((await idsOf(['--filter', 'tags.seen = yes'])).ids).toEqual(ids);
  const undirected = await modelyard.run('runs', 'delete');
  expect([undirected.exitCode, undirected.stderr]).toEqual([2, expect.stringContaining('Name runs')]);
  expect(await modelyard.json('runs', 'delete', ...filter)).toEqual({ deleted: ids.length });
  expect(await modelyard.json('runs', 'restore', ids[0]!)).toEqual({ restored: 1 });
  const left = ids.length - 1;
  expect(await modelyard.json('runs', 'purge')).toMatchObject({ runs: left, freeableBytes: 0 });
  expect(await modelyard.json('runs', 'purge', '--yes')).toMatchObject({ purged: left, kept: [] });
  expect(await modelyard.json('runs', 'trash')).toMatchObject({ runs: 0 });
  expect((await idsOf([])).total).toBe(1400 - left);
});

const idsOf = async (filter: readonly string[]) => {
  const { runs, total } = await modelyard.json<CommandOutput<'runs.list'>>(
    ...['runs', 'list', ...filter, '--limit', '1400', '--columns', 'name'],
  );
  return { ids: runs.map(({ id }) => id), total };
};

test('shows nested runs with what stands for their parents', async () => {
  const tops = () =>
    modelyard.json<CommandOutput<'runs.list'>>(
      'runs',
      'list',
      '--nested',
      '--from-nested',
      'mean',
      '--limit',
      '1400',
    );
  const before = await tops();
  const alone = before.runs.filter(({ childCount }) => childCount === 0).map(({ id }) => id);
  const [parent, ...children] = alone.slice(0, 4) as [string, string, string, string];
  for (const child of children)
    await modelyard.json('runs', 'tag', child, '--set', `mlflow.parentRunId=${parent}`);
  const lone = await modelyard.run('runs', 'list', '--from-nested', 'mean');
  expect(lone.exitCode).toBe(2);
  expect((await modelyard.run('runs', 'list', '--nested', '--from-nested', 'sum')).exitCode).toBe(2);
  const below = await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--below', parent);
  expect(new Set(below.runs.map(({ id }) => id))).toEqual(new Set(children));
  const after = await tops();
  expect(after.total).toBe(before.total - 3);
  expect(after.runs.find(({ id }) => id === parent)?.childCount).toBe(3);
});

test('saves tables to a file, takes them from one, and lists runs as they say', async () => {
  const file = join(folder, 'views.yaml');
  writeFileSync(
    file,
    [
      'views:',
      '  - name: best',
      "    filter: params.param_002 = 'choice-1'",
      '    columns: [name, metrics.metric_001]',
      '    orderBy: [{ key: metrics.metric_001, descending: false }]',
    ].join('\n'),
  );
  expect(await modelyard.json('views', 'import', file)).toMatchObject({ added: ['best'] });
  expect(await modelyard.json('views', 'import', file)).toMatchObject({ added: [], unchanged: ['best'] });
  const listed = await modelyard.json<CommandOutput<'runs.list'>>(
    'runs',
    'list',
    '--view',
    'best',
    '--limit',
    '9',
  );
  const values = listed.runs.map((run) => Number(run.values['metrics.metric_001']));
  expect(values).toEqual(values.toSorted((one, other) => one - other));
  const filter = ['--filter', "params.param_002 = 'choice-1'"];
  expect(listed.total).toBe((await idsOf(filter)).total);
  const copy = join(folder, 'copy.yaml');
  expect(await modelyard.json('views', 'export', copy, 'best')).toEqual({ path: copy, views: 1 });
  expect((await modelyard.run('views', 'export', copy)).exitCode).toBe(4);
  expect((await modelyard.run('runs', 'list', '--view', 'none')).exitCode).toBe(3);
});

test('ends without a word when whoever reads has seen enough', async () => {
  const child = modelyard.start('--help');
  child.stdout.destroy();
  expect(await finished(child)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('does not fail because another command ends', async () => {
  const [run] = (await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list', '--limit', '1')).runs;
  const inTurn = async (commands: readonly string[][]): Promise<void> => {
    for (const command of commands)
      expect(await modelyard.run('runs', ...command)).toMatchObject({ exitCode: 0, stderr: '' });
  };
  const tags = ['a', 'b', 'c'].map((loop) => Array.from({ length: 8 }, (_, index) => `${loop}${index}`));
  await Promise.all([
    ...tags.map((names) => inTurn(names.map((name) => ['tag', run?.id ?? '', '--set', `${name}=1`]))),
    inTurn(Array(8).fill(['list', '--limit', '3'])),
  ]);
  const shown = await modelyard.json<CommandOutput<'runs.get'>>('runs', 'show', run?.id ?? '');
  expect(Object.keys(shown.tags)).toEqual(expect.arrayContaining(tags.flat()));
}, 120_000);
