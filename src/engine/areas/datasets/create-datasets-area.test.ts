import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openTestStore, tickingClock } from '../../../../test/support/open-test-store.ts';
import { tableReader } from '../../../../test/support/table-reader.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { datasetsContract } from '../../../shared/contract/datasets.ts';
import { resolveDataSource } from '../../store/dataset-source.ts';
import { createEventLog, listEvents } from '../../store/event-log.ts';
import { createObjectStore } from '../../store/objects.ts';
import { createDatasetsArea } from './create-datasets-area.ts';

const context = { signal: new AbortController().signal, progress: () => {} };
const rows = 'name,value\nann,1\nbob,2\n';

type Area = typeof datasetsContract;

/** The area on a real store, a real reader and a real folder; calls go through the contract's schemas in both directions. */
const openArea = () => {
  const store = openTestStore();
  const folder = store.folder;
  const clock = tickingClock();
  const objects = createObjectStore({ folder: join(folder, 'objects'), store, clock });
  const data = tableReader();
  const paths = { folder } as Parameters<typeof createDatasetsArea>[0]['paths'];
  const published: string[][] = [];
  const { handlers } = createDatasetsArea({
    store,
    objects,
    data,
    paths,
    clock,
    eventLog: createEventLog({ clock, actor: 'test' }),
    changed: (_topic, ids) => void published.push([...ids]),
  });
  const call = async <Name extends keyof Area>(name: Name, input: z.input<Area[Name]['input']>) => {
    const parsed = datasetsContract[name].input.parse(input);
    const output = await (handlers[name] as (input: unknown, c: typeof context) => unknown)(parsed, context);
    return datasetsContract[name].output.parse(output) as z.output<Area[Name]['output']>;
  };
  const file = (name: string, content = rows) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const resolve = (reference: string) =>
    resolveDataSource({ reader: store.reader, objects, paths }, reference);
  return { store, folder, objects, call, file, resolve, published, data };
};

describe('adding a file', () => {
  it('by reference keeps where it lies in the project, what it holds and its digest', async () => {
    const { call, file, folder, published, data } = openArea();
    mkdirSync(join(folder, 'data'));
    const path = file('data/people (1).csv');
    const { version, isNew } = await call('datasets.add', { path });
    expect(isNew).toBe(true);
    expect(version).toMatchObject({
      dataset: 'people 1',
      version: 1,
      path: 'data/people (1).csv',
      mode: 'reference',
      rowCount: 2,
      state: 'available',
      digest: await data.digest(path),
    });
    expect(published).toEqual([['people 1']]);
  });

  it('again is no new version; other bytes are', async () => {
    const { call, file, store } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path, name: 'people' });
    expect(await call('datasets.add', { path, name: 'people' })).toMatchObject({
      isNew: false,
      version: { version: 1 },
    });
    file('people.csv', `${rows}cid,3\n`);
    expect(await call('datasets.add', { path, name: 'people' })).toMatchObject({
      isNew: true,
      version: { version: 2 },
    });
    const kinds = listEvents(store.reader, { limit: 10 }).map(({ kind, subject }) => `${kind} ${subject}`);
    expect(kinds).toEqual(['dataset.added dataset:people', 'dataset.added dataset:people']);
  });

  it('as a copy outlives the file', async () => {
    const { call, file, resolve, objects } = openArea();
    const path = file('people.csv');
    const { version } = await call('datasets.add', { path, mode: 'copy' });
    rmSync(path);
    expect((await resolve('people')).source.path).toBe(objects.pathOf(version.digest));
    expect((await call('datasets.rows', { dataset: 'people' })).rows).toEqual([
      ['ann', 1],
      ['bob', 2],
    ]);
    expect((await call('datasets.get', { dataset: 'people' })).version.state).toBe('available');
  });

  it('that cannot be read leaves nothing', async () => {
    const { call, file } = openArea();
    const path = file('ragged.csv', 'a,b\n1\n');
    await expect(call('datasets.add', { path })).rejects.toMatchObject({ code: 'data-malformed' });
    expect(await call('datasets.list', {})).toEqual([]);
  });
});

describe('a file by reference', () => {
  it('that was changed is refused, with what to do', async () => {
    const { call, file, resolve } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path });
    appendFileSync(path, 'cid,3\n');
    expect((await call('datasets.list', {}))[0]?.latest.state).toBe('changed');
    await expect(resolve('people')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/new version/),
    });
  });

  it('that was changed without changing its size is refused too', async () => {
    const { call, file, resolve } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path });
    writeFileSync(path, rows.replace('bob', 'rob'));
    utimesSync(path, new Date(), new Date(Date.now() + 60_000));
    await expect(resolve('people')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was only touched is still the same', async () => {
    const { call, file, resolve } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path });
    utimesSync(path, new Date(0), new Date(1_000_000));
    expect((await resolve('people')).version).toBe(1);
    expect((await call('datasets.list', {}))[0]?.latest.state).toBe('available');
  });

  it('that is gone is named, and added again from elsewhere it is the same version', async () => {
    const { call, file, folder, resolve } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path, name: 'people' });
    const moved = join(temporaryFolder(), 'elsewhere.csv');
    renameSync(path, moved);
    await expect(resolve('people')).rejects.toMatchObject({
      code: 'not-found',
      details: { path: join(folder, 'people.csv') },
    });
    expect(await call('datasets.add', { path: moved, name: 'people' })).toMatchObject({
      isNew: false,
      version: { path: moved },
    });
    expect((await resolve('people')).source.path).toBe(moved);
  });
});

describe('types', () => {
  it('corrected are a new version, in reference and copy, and hold for the next file', async () => {
    for (const mode of ['reference', 'copy'] as const) {
      const { call, file } = openArea();
      await call('datasets.add', { path: file('people.tsv', rows.replaceAll(',', '\t')), mode });
      const corrected = await call('datasets.correctTypes', { dataset: 'people', types: { value: 'text' } });
      expect(corrected).toMatchObject({ version: 2, mode, path: 'people.tsv' });
      expect((await call('datasets.rows', { dataset: 'people', limit: 1 })).rows).toEqual([['ann', '1']]);
      expect((await call('datasets.rows', { dataset: 'people@1', limit: 1 })).rows).toEqual([['ann', 1]]);
      const next = await call('datasets.add', {
        path: file('next.tsv', 'name\tvalue\neve\t7\n'),
        name: 'people',
      });
      expect(next.version.columns[1]).toMatchObject({ type: 'text', isCorrected: true });
    }
  });

  it('that do not fit name the user’s file', async () => {
    const { call, file } = openArea();
    await call('datasets.add', { path: file('people.csv'), mode: 'copy' });
    await expect(
      call('datasets.correctTypes', { dataset: 'people', types: { name: 'number' } }),
    ).rejects.toMatchObject({
      message: 'people.csv: column name, line 2: “ann” is not a number.',
    });
  });
});

describe('looking at a dataset', () => {
  it('previews a file without adding it', async () => {
    const { call, file } = openArea();
    const preview = await call('datasets.preview', { path: file('people.csv'), types: { value: 'number' } });
    expect(preview).toMatchObject({
      suggestedName: 'people',
      rows: [
        ['ann', 1],
        ['bob', 2],
      ],
    });
    expect(await call('datasets.list', {})).toEqual([]);
  });

  it('profiles once for the same bytes and types', async () => {
    const { call, file } = openArea();
    await call('datasets.add', { path: file('people.csv') });
    const first = await call('datasets.profile', { dataset: 'people' });
    expect(first.columns[1]?.numeric).toMatchObject({ min: 1, max: 2, mean: 1.5 });
    expect(await call('datasets.profile', { dataset: 'people@v1' })).toEqual(first);
    await call('datasets.correctTypes', { dataset: 'people', types: { value: 'text' } });
    expect((await call('datasets.profile', { dataset: 'people' })).columns[1]?.numeric).toBeNull();
  });

  it('names the closest dataset, and the newest version, when there is no such one', async () => {
    const { call, file, resolve } = openArea();
    await call('datasets.add', { path: file('customers.csv') });
    await expect(resolve('custmers')).rejects.toMatchObject({
      code: 'not-found',
      details: { closest: 'customers' },
    });
    await expect(resolve('customers@7')).rejects.toMatchObject({ code: 'not-found', details: { newest: 1 } });
  });
});

describe('removing a dataset', () => {
  it('takes it off the list until it is restored or added again; its versions stay for the runs', async () => {
    const { call, file, resolve, store } = openArea();
    const path = file('people.csv');
    await call('datasets.add', { path });
    await call('datasets.remove', { name: 'people' });
    expect(await call('datasets.list', {})).toEqual([]);
    await expect(resolve('people')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/[Rr]estore/),
    });
    expect((await resolve('people@1')).version).toBe(1);
    await call('datasets.restore', { name: 'people' });
    expect(await call('datasets.list', {})).toHaveLength(1);
    await call('datasets.remove', { name: 'people' });
    expect(await call('datasets.add', { path })).toMatchObject({ isNew: false });
    expect(await call('datasets.list', {})).toHaveLength(1);
    const kinds = listEvents(store.reader, { limit: 10 }).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'dataset.removed')).toHaveLength(2);
  });
});
