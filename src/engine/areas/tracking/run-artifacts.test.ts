import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  artifactFixture as fixture,
  openArtifactArea,
  artifactRun as run,
} from '../../../../test/support/artifact-area.ts';
import { callContext } from '../../../../test/support/project-services.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { EngineError } from '../../../shared/errors.ts';
import { createRunArtifactsArea } from './create-run-artifacts-area.ts';

const expected = JSON.parse(fixture('expected.json').toString());

const fixtures = (...names: string[]) => Object.fromEntries(names.map((name) => [name, fixture(name)]));
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a part of a text', () => {
  const openWithText = async (content: string | Uint8Array) => {
    const { handlers } = await openArtifactArea({ 'notes.txt': content });
    return (maxBytes: number, offset = 0) =>
      handlers['runs.readArtifact']({ run, path: 'notes.txt', maxBytes, offset });
  };

  it('is read to where it was asked, and never through the middle of a character', async () => {
    const read = await openWithText('aé数');
    expect(await read(100)).toEqual({ text: 'aé数', sizeBytes: 6, isTruncated: false });
    expect(await read(6)).toMatchObject({ text: 'aé数', isTruncated: false });
    expect(await read(5)).toEqual({ text: 'aé', sizeBytes: 6, isTruncated: true });
    expect(await read(2)).toMatchObject({ text: 'a', isTruncated: true });
    expect(await read(100, 2)).toMatchObject({ text: '数', isTruncated: true });
    expect(await read(100, 6)).toMatchObject({ text: '', isTruncated: true });
  });

  it('in another encoding than UTF-8 is read as Windows wrote it', async () => {
    const read = await openWithText(Buffer.from('gr\xf6\xdfe', 'latin1'));
    expect(await read(100)).toMatchObject({ text: 'größe' });
  });

  it('that is no text is not shown as one', async () => {
    const read = await openWithText(Uint8Array.of(80, 75, 0, 1));
    expect(await read(100)).toEqual({ text: null, sizeBytes: 4, isTruncated: false });
  });

  it('may be empty', async () => {
    const read = await openWithText('');
    expect(await read(100)).toEqual({ text: '', sizeBytes: 0, isTruncated: false });
  });
});

describe('a name', () => {
  it('that was not logged leads nowhere, and the answer says what was', async () => {
    const { handlers } = await openArtifactArea({ 'a.txt': 'x' });
    for (const path of ['b.txt', '../a.txt', '/etc/passwd', 'a.txt/', ''])
      await expect(handlers['runs.describeArtifact']({ run, path })).rejects.toThrow(
        refused('not-found', /It has: a\.txt\./),
      );
  });
});

describe('a table', () => {
  it('that is small has types and can be sorted', async () => {
    const { handlers } = await openArtifactArea({ 'scores.csv': 'name,score\nb,2\na,10\n' });
    const table = { run, path: 'scores.csv', sheet: null };
    expect(await handlers['runs.openTable'](table, callContext())).toMatchObject({
      columns: [
        { name: 'name', type: 'text' },
        { name: 'score', type: 'integer' },
      ],
      ...{ rowCount: 2, isCounted: true, isSortable: true },
    });
    const orderBy = { column: 'score', descending: true };
    const { rows } = await handlers['runs.tableRows'](
      { ...table, offset: 0, limit: 10, orderBy },
      callContext(),
    );
    expect(rows).toEqual([
      ['a', 10],
      ['b', 2],
    ]);
  });

  it('in Parquet is read in windows, whatever its stored name is', async () => {
    const { handlers } = await openArtifactArea({ 'tables/scores': fixture('scores.parquet') });
    const table = { run, path: 'tables/scores', sheet: null };
    expect(await handlers['runs.openTable'](table, callContext())).toMatchObject({ rowCount: 3000 });
    const window = { ...table, offset: 2998, limit: 10 };
    const { rows } = await handlers['runs.tableRows'](window, callContext());
    expect(rows).toEqual([
      [2998, 2998 / 7, '["a","b"]'],
      [2999, 2999 / 7, '["a","b"]'],
    ]);
  });

  it('that is ragged is shown as it stands, with what is wrong', async () => {
    const { handlers } = await openArtifactArea({ 'ragged.csv': 'a,b\n1,2\n3,4,5\n6\n' });
    const table = { run, path: 'ragged.csv', sheet: null };
    const opened = await handlers['runs.openTable'](table, callContext());
    expect(opened).toMatchObject({ rowCount: 3, isSortable: false });
    expect(opened.warnings[0]).toMatch(/ragged\.csv.*shown as it stands/);
    const { rows } = await handlers['runs.tableRows']({ ...table, offset: 1, limit: 5 }, callContext());
    expect(rows).toEqual([
      ['3', '4', '5'],
      ['6', null, null],
    ]);
  });

  it('that two look at is read to its end for the one who does not give up', async () => {
    const { services } = await openArtifactArea({ 'scores.csv': 'name,score\nb,2\na,10\n' });
    let readings = 0;
    const sniff: typeof services.data.sniff = (file, context) => {
      readings += 1;
      if (readings > 1) return services.data.sniff(file, context);
      return new Promise((_, reject) => {
        context?.signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
      });
    };
    const { handlers, close } = createRunArtifactsArea({ ...services, data: { ...services.data, sniff } });
    onTestFinished(close);
    const table = { run, path: 'scores.csv', sheet: null };
    const givesUp = new AbortController();
    const one = handlers['runs.openTable'](table, { ...callContext(), signal: givesUp.signal });
    await vi.waitFor(() => expect(readings).toBe(1));
    const other = handlers['runs.openTable'](table, callContext());
    // Until it waits for the reading that is under way, too.
    await setTimeout(100);
    givesUp.abort();
    await expect(one).rejects.toThrow(refused('cancelled', /Cancelled/));
    expect(await other).toMatchObject({ rowCount: 2, isSortable: true });
  });

  it('that breaks off in Parquet is an error that names the artifact', async () => {
    const { handlers } = await openArtifactArea({
      'cut.parquet': fixture('scores.parquet').subarray(0, 9000),
    });
    await expect(
      handlers['runs.openTable']({ run, path: 'cut.parquet', sheet: null }, callContext()),
    ).rejects.toThrow(refused('data-malformed', /^cut\.parquet is not a complete Parquet file/));
  });

  it('of more than 64 MiB opens at once, counts on request and pages anywhere', async () => {
    const { handlers, adopt } = await openArtifactArea({});
    const file = join(temporaryFolder(), 'large.csv');
    const rowCount = 700_000;
    const row = (index: number) => `${index},"text, of ${index}",${'x'.repeat(100)}\n`;
    const handle = openSync(file, 'w');
    writeSync(handle, 'id,words,filling\n');
    for (let first = 0; first < rowCount; first += 10_000)
      writeSync(handle, Array.from({ length: 10_000 }, (_, index) => row(first + index)).join(''));
    closeSync(handle);
    await adopt('large.csv', file);
    const table = { run, path: 'large.csv', sheet: null };
    const opened = await handlers['runs.openTable'](table, callContext());
    expect(opened).toMatchObject({ isCounted: false, isSortable: false });
    expect(opened.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'id: number',
      'words: text',
      'filling: text',
    ]);
    expect(opened.rowCount).toBeLessThan(rowCount);
    const rowsAt = async (offset: number) =>
      (await handlers['runs.tableRows']({ ...table, offset, limit: 2 }, callContext())).rows;
    for (const offset of [0, 255, 256, 345_678, rowCount - 2])
      expect((await rowsAt(offset)).map((cells) => cells.slice(0, 2))).toEqual(
        [offset, offset + 1].map((index) => [String(index), `text, of ${index}`]),
      );
    expect(await rowsAt(rowCount)).toEqual([]);
    expect(await handlers['runs.countTableRows'](table, callContext())).toEqual({ rowCount });
    const sorted = { ...table, offset: 0, limit: 1, orderBy: { column: 'id', descending: true } };
    await expect(handlers['runs.tableRows'](sorted, callContext())).rejects.toThrow(
      refused('invalid-input', /cannot be sorted/),
    );
  });

  it('of one endless line is refused instead of being read into memory', async () => {
    const { handlers, adopt } = await openArtifactArea({});
    const file = join(temporaryFolder(), 'sparse.csv');
    const handle = openSync(file, 'w');
    writeSync(handle, 'a,b\n1,"');
    ftruncateSync(handle, 140 * 2 ** 20);
    closeSync(handle);
    await adopt('sparse.csv', file);
    const window = { run, path: 'sparse.csv', sheet: null, offset: 0, limit: 10 };
    await expect(handlers['runs.tableRows'](window, callContext())).rejects.toThrow(
      refused('data-malformed', /quote that is never closed/),
    );
  });
});

describe('an array', () => {
  it.each(['float64', 'float32-holes', 'float16', 'big-endian', 'fortran', 'uint8-image'])(
    '%s has the statistics that NumPy computes',
    async (name) => {
      const { handlers } = await openArtifactArea(fixtures(`${name}.npy`));
      const array = { run, path: `${name}.npy`, member: null };
      const known = expected.arrays[name].statistics;
      const found = await handlers['runs.arrayStatistics'](array, callContext());
      expect(found).toMatchObject({ isComplete: true, nanCount: known.nan, infiniteCount: known.infinite });
      for (const key of ['minimum', 'maximum', 'mean', 'deviation'] as const)
        expect(found?.[key], key).toBeCloseTo(known[key], 10);
    },
  );

  it('in a .npz is found by its name, stored or compressed', async () => {
    const { handlers } = await openArtifactArea(fixtures('several.npz', 'compressed.npz'));
    for (const path of ['several.npz', 'compressed.npz']) {
      const arrays = await handlers['runs.arrays']({ run, path });
      const weights = arrays.find(({ member }) => member === 'weights');
      expect(weights).toMatchObject({ typeName: 'float32', shape: [6, 5], grid: { rows: 6, columns: 5 } });
      const window = { slice: 0, offset: 0, limit: 10, firstColumn: 0, columns: 10 };
      const { rows } = await handlers['runs.arrayRows']({ run, path, member: 'weights', ...window });
      expect(rows.flat().slice(0, 8)).toEqual(expected.members.weights.first);
    }
    const missing = handlers['runs.arrayStatistics'](
      { run, path: 'several.npz', member: 'no' },
      callContext(),
    );
    await expect(missing).rejects.toThrow(refused('not-found', /It has: weights, labels\./));
  });

  it('of objects is described and never opened', async () => {
    const { handlers } = await openArtifactArea(fixtures('objects.npy'));
    const array = { run, path: 'objects.npy' };
    expect(await handlers['runs.arrays'](array)).toMatchObject([
      { refusal: expect.stringMatching(/pickle/) },
    ]);
    const window = { slice: 0, offset: 0, limit: 10, firstColumn: 0, columns: 10, member: null };
    expect(await handlers['runs.arrayRows']({ ...array, ...window })).toEqual({ rows: [] });
  });

  it('of an image is that image, byte for byte', async () => {
    const { handlers } = await openArtifactArea(fixtures('uint8-image.npy'));
    const image = await handlers['runs.arrayImage']({ run, path: 'uint8-image.npy', member: null, image: 0 });
    expect(image).toMatchObject({ width: 64, height: 48, range: null, imageCount: 1 });
    const pixels = Buffer.from(image?.pixels ?? '', 'base64');
    const first = expected.arrays['uint8-image'].first;
    expect([...pixels.subarray(0, 8)]).toEqual([...first.slice(0, 3), 255, ...first.slice(3, 6), 255]);
    expect([...pixels.subarray(-4, -1)]).toEqual(expected.arrays['uint8-image'].last);
  });

  it('in Fortran order is read as the same numbers', async () => {
    const { handlers } = await openArtifactArea(fixtures('fortran.npy'));
    const window = { member: null, slice: 1, offset: 1, limit: 2, firstColumn: 2, columns: 2 };
    const { rows } = await handlers['runs.arrayRows']({ run, path: 'fortran.npy', ...window });
    expect(rows).toEqual([
      [18, 19],
      [22, 23],
    ]);
  });

  it('far too large to be read is looked at in parts: values 20 MB apart', async () => {
    const { handlers, adopt } = await openArtifactArea({});
    const file = join(temporaryFolder(), 'huge.npy');
    const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2500000, 12), }".padEnd(117);
    const start = Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([118, 0]),
      Buffer.from(`${header}\n`),
    ]);
    const handle = openSync(file, 'w');
    writeSync(handle, start);
    ftruncateSync(handle, start.length + 2_500_000 * 12 * 8);
    const value = Buffer.alloc(8);
    value.writeDoubleLE(7.5);
    writeSync(handle, value, 0, 8, start.length + (3 * 2_500_000 + 2_499_999) * 8);
    closeSync(handle);
    await adopt('huge.npy', file);
    const window = { member: null, slice: 0, offset: 2_499_998, limit: 5, firstColumn: 2, columns: 3 };
    const { rows } = await handlers['runs.arrayRows']({ run, path: 'huge.npy', ...window });
    expect(rows).toEqual([
      [0, 0, 0],
      [0, 7.5, 0],
    ]);
  });
});

/** A `.npz` of one member, whose list may lie. */
const archiveOf = (name: string, content: Buffer, { claimedBytes = content.length, method = 8 } = {}) => {
  const packed = method === 8 ? deflateRawSync(content) : content;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimedBytes, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
};

describe('an archive', () => {
  it('is listed without being unpacked, with a warning of names that lead outside', async () => {
    const { handlers } = await openArtifactArea(fixtures('archive.zip'));
    const { entries, warnings } = await handlers['runs.listArchive']({ run, path: 'archive.zip' });
    expect(entries.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`)).toEqual([
      'notes/größe.txt 3000',
      'empty.txt 0',
      '../outside.txt 2',
    ]);
    expect(warnings).toEqual([expect.stringMatching(/lead out of the folder/)]);
  });

  it('whose members are larger than its list says is not unpacked further', async () => {
    const bomb = archiveOf('a.npy', Buffer.alloc(50 * 2 ** 20), { claimedBytes: 100 });
    const { handlers } = await openArtifactArea({ 'bomb.npz': bomb });
    const array = { run, path: 'bomb.npz', member: 'a' };
    await expect(handlers['runs.arrayStatistics'](array, callContext())).rejects.toThrow(
      refused('data-malformed', /larger than its list says/),
    );
  });

  it('that breaks off says so', async () => {
    const { handlers } = await openArtifactArea({ 'cut.zip': fixture('archive.zip').subarray(0, 200) });
    await expect(handlers['runs.listArchive']({ run, path: 'cut.zip' })).rejects.toThrow(
      refused('data-malformed', /cut\.zip cannot be read: it has no list of files/),
    );
  });

  it('with anything in the place of its list is an error and no crash', async () => {
    const whole = archiveOf('a.npy', fixture('scalar.npy'));
    const files: Record<string, Buffer> = {};
    for (let at = 0; at < whole.length; at += 3) {
      const damaged = Buffer.from(whole);
      damaged[at] = 0xff;
      files[`${at}.npz`] = damaged;
    }
    const { handlers } = await openArtifactArea(files);
    for (const path of Object.keys(files)) {
      const array = { run, path, member: 'a' };
      const looked = handlers['runs.arrays'](array).then(() =>
        handlers['runs.arrayStatistics'](array, callContext()),
      );
      const outcome = await looked.then(
        () => 'read',
        (error: Error & { code?: string }) => error.code,
      );
      expect(['read', 'data-malformed', 'not-found'], path).toContain(outcome);
    }
  });
});

describe('a safetensors file', () => {
  it('is listed by its header', async () => {
    const { handlers } = await openArtifactArea(fixtures('weights.safetensors'));
    expect(await handlers['runs.listTensors']({ run, path: 'weights.safetensors' })).toEqual({
      tensors: [
        { name: 'layer.weight', type: 'F32', shape: [2, 3], sizeBytes: 24 },
        { name: 'layer.bias', type: 'F16', shape: [2], sizeBytes: 4 },
      ],
      parameterCount: 8,
      metadata: { format: 'pt' },
    });
  });

  it('that breaks off, or promises a header of gigabytes, is an error', async () => {
    const whole = fixture('weights.safetensors');
    const promising = Buffer.from(whole);
    promising.writeUInt32LE(0xffffffff, 0);
    const { handlers } = await openArtifactArea({
      'a.safetensors': whole.subarray(0, -1),
      'b.safetensors': promising,
    });
    await expect(handlers['runs.listTensors']({ run, path: 'a.safetensors' })).rejects.toThrow(
      refused('data-malformed', /“layer\.bias” lie beyond its end/),
    );
    await expect(handlers['runs.listTensors']({ run, path: 'b.safetensors' })).rejects.toThrow(
      refused('data-malformed', /does not begin as/),
    );
  });
});

describe('images of runs', () => {
  it('are series over steps', async () => {
    const { handlers } = await openArtifactArea({ 'img_2.png': 'b', 'img_1.png': 'a', 'notes.txt': 'c' });
    const [series] = handlers['runs.imageSeries']({ runs: [run] });
    expect(series).toMatchObject({ key: 'img_#.png', steps: [1, 2] });
  });
});
