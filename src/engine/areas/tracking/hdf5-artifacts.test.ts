import { describe, expect, it } from 'vitest';
import {
  artifactFixture as fixture,
  openArtifactArea,
  artifactRun as run,
} from '../../../../test/support/artifact-area.ts';
import { callContext } from '../../../../test/support/project-services.ts';

const expected = JSON.parse(fixture('expected-contents.json').toString()).hdf5;

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const open = async (bytes: Uint8Array, path = 'weights.h5') => {
  const { handlers } = await openArtifactArea({ [path]: bytes });
  const named = { run, path };
  const whole = { slice: 0, offset: 0, limit: 1000, firstColumn: 0, columns: 100 };
  return {
    describe: () => handlers['runs.describeArtifact'](named),
    list: () => handlers['runs.hdfObjects'](named, callContext()),
    object: (object: string) => handlers['runs.hdfObject']({ ...named, object }, callContext()),
    statistics: (object: string) => handlers['runs.hdfStatistics']({ ...named, object }, callContext()),
    rows: async (object: string, window: Partial<typeof whole> = {}) =>
      (await handlers['runs.hdfRows']({ ...named, object, ...whole, ...window }, callContext())).rows,
  };
};

describe('an HDF5 file', () => {
  it('lists groups, datasets and links, each object once', async () => {
    const opened = await open(fixture('every-type.h5'));
    expect(await opened.describe()).toMatchObject({ kind: 'hdf5', name: 'HDF5 file' });
    const { objects, isCut } = await opened.list();
    expect(isCut).toBe(false);
    const found = Object.fromEntries(objects.map((object) => [object.path, object]));
    expect(found['/cube']).toMatchObject({
      kind: 'dataset',
      shape: [4, 30, 50],
      typeName: 'int32',
      sizeBytes: 24_000,
    });
    expect(found['/a/b/c']).toMatchObject({ kind: 'group' });
    expect(found['/a/again']).toMatchObject({ kind: 'link', target: '/a' });
    expect(found['/link']).toMatchObject({ kind: 'link', target: '/cube' });
    expect(found['/nowhere']).toMatchObject({ kind: 'link', target: '/missing' });
    expect(found['/outside']).toMatchObject({ kind: 'link', target: '/x in the file /etc/passwd' });
    expect(found['/empty']).toMatchObject({ kind: 'dataset', shape: null });
    expect(objects[0]).toMatchObject({ path: '/', kind: 'group' });
  });

  it('that Keras wrote says so in its attributes', async () => {
    const opened = await open(fixture('weights.h5'));
    const { attributes } = await opened.object('/');
    expect(attributes).toMatchObject([
      { name: 'backend', value: 'tensorflow' },
      { name: 'keras_version', value: '3.9.0' },
      { name: 'layer_names', value: '["dense","dense_1"]' },
      { name: 'model_config', value: expect.stringMatching(/^\{"class_name": "Sequential"/) },
    ]);
    expect((await opened.list()).objects.map(({ path }) => path)).toContain('/model_weights/dense/kernel:0');
    expect((await opened.rows('/model_weights/dense/kernel:0'))[0]).toHaveLength(16);
  });

  it.each([
    'cube',
    'packed',
    'half',
    'big endian',
    'wide',
    'holes',
    'booleans',
    'scalar',
    'texts',
    'fixed texts',
  ])('%s has the values that h5py reads', async (name) => {
    const opened = await open(fixture('every-type.h5'));
    const rows = await opened.rows(`/${name}`);
    const { first, last } = expected[name];
    expect(rows.flat().slice(0, first.length)).toEqual(first);
    if (name !== 'cube' && last !== undefined) expect(rows.flat().slice(-last.length)).toEqual(last);
  });

  it.each(['cube', 'packed', 'half', 'big endian', 'wide', 'holes', 'scalar'])(
    '%s has the statistics that NumPy computes',
    async (name) => {
      const opened = await open(fixture('every-type.h5'));
      const found = await opened.statistics(`/${name}`);
      expect(found?.isComplete).toBe(true);
      const { dtype, shape, statistics } = expected[name];
      expect((await opened.object(`/${name}`)).dataset).toMatchObject({ typeName: dtype, shape });
      for (const key of ['minimum', 'maximum', 'mean', 'deviation'] as const) {
        const value = found?.[key] ?? Number.NaN;
        expect(Math.abs(value - statistics[key]), key).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(statistics[key])),
        );
      }
    },
  );

  it('is read in windows, across the pieces it is stored in and along any of its slices', async () => {
    const opened = await open(fixture('every-type.h5'));
    expect(await opened.rows('/packed', { offset: 60, limit: 10, firstColumn: 14, columns: 6 })).toEqual(
      expected['window of packed'],
    );
    expect(await opened.rows('/cube', { slice: 2, offset: 28, firstColumn: 48 })).toEqual(
      expected['slice 2 of cube'],
    );
    expect(await opened.rows('/cube', { slice: 4 })).toEqual([]);
    expect(await opened.rows('/no rows')).toEqual([]);
    const far = { offset: 999_999_990, limit: 100, firstColumn: 999_998, columns: 100 };
    expect(await opened.rows('/promised', far)).toEqual(new Array(10).fill([0, 0]));
  });

  it('shows records, lists, names of numbers and complex numbers', async () => {
    const opened = await open(fixture('every-type.h5'));
    expect(await opened.rows('/records')).toEqual([
      ['{"id":1,"score":2.5,"tag":"x"}'],
      ['{"id":3,"score":4.5,"tag":"yz"}'],
    ]);
    expect(await opened.rows('/ragged')).toEqual([['[0]'], ['[0,1]'], ['[0,1,2]']]);
    expect(await opened.rows('/phase')).toEqual([['TRAIN'], ['TEST'], ['TEST']]);
    expect(await opened.rows('/complex')).toEqual([['(1+2j)'], ['(0-0.5j)']]);
    expect((await opened.object('/cube')).attributes).toEqual([
      { name: 'scale', typeName: 'float64 × 3', value: '[0.5,0.25,2]' },
      { name: 'units', typeName: 'text', value: 'mm' },
    ]);
  });

  it('says how values are stored, and of those that it does not read why', async () => {
    const opened = await open(fixture('every-type.h5'));
    expect((await opened.object('/packed')).dataset).toMatchObject({
      ...{ chunks: [64, 16], filters: ['shuffle', 'deflate', 'fletcher32'], refusal: null, isNumeric: true },
      grid: { rows: 200, columns: 30 },
    });
    const refusal = async (name: string) => (await opened.object(name)).dataset?.refusal;
    expect(await refusal('/elsewhere')).toMatch(
      /lie in other files \(\/etc\/hosts\), which are not followed/,
    );
    expect(await refusal('/huge chunks')).toMatch(/pieces of more than 64 MiB/);
    expect(await refusal('/reference')).toMatch(/type reference are not shown/);
    await expect(opened.rows('/huge chunks')).rejects.toThrow(refused('invalid-input', /64 MiB/));
    expect(await opened.statistics('/huge chunks')).toBeNull();
    expect((await opened.object('/a')).dataset).toBeNull();
    await expect(opened.rows('/a')).rejects.toThrow(refused('invalid-input', /is no dataset/));
    await expect(opened.object('/none')).rejects.toThrow(refused('not-found', /no “\/none”/));
  });

  it('never opens another file, whatever it says', async () => {
    const opened = await open(fixture('every-type.h5'));
    await expect(opened.object('/outside')).resolves.toEqual({ attributes: [], dataset: null });
    await expect(opened.rows('/raw outside')).rejects.toThrow(
      refused('data-malformed', /weights\.h5 cannot be read/),
    );
  });

  it('gives statistics of the beginning of a dataset without end', async () => {
    const opened = await open(fixture('every-type.h5'));
    const found = await opened.statistics('/promised');
    expect(found).toMatchObject({ isComplete: false, minimum: 0, maximum: 0 });
    expect(found?.valueCount).toBeLessThan(40 * 2 ** 20);
  });

  it('is read by several questions at once', async () => {
    const opened = await open(fixture('every-type.h5'));
    const answers = await Promise.all([
      opened.statistics('/packed'),
      opened.rows('/half'),
      opened.list(),
      opened.rows('/wide'),
    ]);
    expect(answers[3].flat()).toEqual(expected.wide.first);
  });
});

describe('an HDF5 file that is damaged', () => {
  it('is an error that names it', async () => {
    const opened = await open(fixture('weights.h5').subarray(0, 6000));
    await expect(opened.list()).rejects.toThrow(
      refused('data-malformed', /^weights\.h5 cannot be read: it is damaged or breaks off/),
    );
  });

  it('anywhere gives values or an error', async () => {
    const codes = new Set<string>();
    for (let trial = 0; trial < 25; trial += 1) {
      const bytes = Uint8Array.from(fixture('weights.h5'));
      for (let change = 0; change < 6; change += 1) bytes[8 + ((trial * 977 + change * 1543) % 4000)] = 255;
      const opened = await open(bytes, `${trial}.h5`);
      try {
        for (const { path, kind } of (await opened.list()).objects) {
          await opened.object(path);
          if (kind === 'dataset') await opened.rows(path);
        }
        codes.add('none');
      } catch (thrown) {
        codes.add((thrown as { code: string }).code);
      }
    }
    expect([...codes].filter((code) => code !== 'none' && code !== 'data-malformed')).toEqual([]);
  }, 120_000);
});
