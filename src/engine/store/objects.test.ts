import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTestStore, tickingClock } from '../../../test/support/open-test-store.ts';
import { plansOf } from '../../../test/support/query-plan.ts';
import { markedObjects } from './object-marks.ts';
import { createObjectStore, listObjects } from './objects.ts';
import { forgetUnheld, unheldOf } from './run-trash.ts';
import { putFile } from './stored-files.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const setUp = () => {
  const store = openTestStore();
  const folder = join(store.folder, 'objects');
  const objects = createObjectStore({ folder, store, clock: tickingClock() });
  const file = (name: string, content: string) => {
    const path = join(store.folder, name);
    writeFileSync(path, content);
    return path;
  };
  const fileOf = (digest: string) => join(folder, digest.slice(0, 2), digest.slice(2));
  return { store, folder, objects, file, fileOf };
};

const damage = (path: string, content: string) => {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
};

describe('object store', () => {
  it('keeps content under its digest, read-only, with a row', async () => {
    const { store, objects, fileOf } = setUp();
    const digest = sha256('a model');
    expect(await objects.put('a model')).toEqual({ digest, sizeBytes: 7 });
    expect(objects.pathOf(digest)).toBe(fileOf(digest));
    expect(readFileSync(fileOf(digest), 'utf8')).toBe('a model');
    expect(statSync(fileOf(digest)).mode & 0o222).toBe(0);
    expect(listObjects(store.reader)).toEqual([{ digest, sizeBytes: 7 }]);
  });

  it('moves a file in, or copies it', async () => {
    const { objects, file } = setUp();
    const moved = file('moved.onnx', 'moved');
    const copied = file('copied.onnx', 'copied');
    expect(await objects.adopt(moved)).toEqual({ digest: sha256('moved'), sizeBytes: 5 });
    expect(await objects.copyIn(copied)).toEqual({ digest: sha256('copied'), sizeBytes: 6 });
    expect([existsSync(moved), existsSync(copied)]).toEqual([false, true]);
    expect(Buffer.from(await objects.read(sha256('moved'))).toString()).toBe('moved');
  });

  it('keeps equal content once, whichever way and how often it comes', async () => {
    const { store, objects, file, folder } = setUp();
    await objects.put('same');
    await Promise.all([objects.adopt(file('one', 'same')), objects.copyIn(file('two', 'same'))]);
    expect(existsSync(join(store.folder, 'one'))).toBe(false);
    expect(listObjects(store.reader)).toHaveLength(1);
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([]);
  });

  it('refuses bytes that are not what they were', async () => {
    const { objects, fileOf } = setUp();
    const { digest } = await objects.put('a model');
    expect(await objects.verified(digest)).toBe(fileOf(digest));
    damage(fileOf(digest), 'a modeI');
    await expect(objects.verified(digest)).rejects.toMatchObject({ code: 'project-damaged' });
    await expect(objects.read(digest)).rejects.toMatchObject({ code: 'project-damaged' });
  });

  it('heals a damaged object when the same content comes again', async () => {
    const { objects, fileOf } = setUp();
    const { digest } = await objects.put('a model');
    damage(fileOf(digest), '');
    await objects.put('a model');
    expect(await objects.verified(digest)).toBe(fileOf(digest));
  });

  it('says that the disk is full, and leaves nothing on it', async () => {
    const { objects, folder } = setUp();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const content = new Readable({ read: () => content.destroy(full) });
    await expect(objects.receive(content)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining(folder),
    });
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([]);
  });

  it('says what is missing, and takes nothing but a digest for a name', () => {
    const { objects } = setUp();
    expect(() => objects.pathOf(sha256('never stored'))).toThrow(/is missing/);
    for (const name of ['../../etc/passwd', sha256('x').toUpperCase(), `${sha256('x')}/..`, '']) {
      expect(() => objects.pathOf(name)).toThrow('is not a SHA-256 digest');
    }
  });

  it('leaves the caller’s file in its place when it cannot be stored', async () => {
    const { objects, file, folder } = setUp();
    const source = file('model.onnx', 'a model');
    // A file stands where the object's folder would have to be.
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, sha256('a model').slice(0, 2)), 'in the way');
    await expect(objects.adopt(source)).rejects.toThrow();
    expect(readFileSync(source, 'utf8')).toBe('a model');
  });

  it('knows which unfinished file is on its way', async () => {
    const { objects, folder, file } = setUp();
    const unfinished = join(folder, 'unfinished');
    const copying = objects.copyIn(file('large.onnx', 'x'.repeat(1e6)));
    while (readdirSync(unfinished).length === 0) await setImmediate();
    const own = join(unfinished, readdirSync(unfinished)[0]!);
    expect(objects.isBeingStored(own)).toBe(true);
    await copying;
    expect(objects.isBeingStored(own)).toBe(false);
    expect(objects.isBeingStored(join(unfinished, 'left behind'))).toBe(false);
  });

  it('removes what a killed engine left half copied', () => {
    const { store, folder } = setUp();
    mkdirSync(join(folder, 'unfinished'), { recursive: true });
    writeFileSync(join(folder, 'unfinished', 'half'), 'hal');
    createObjectStore({ folder, store, clock: tickingClock() });
    expect(existsSync(join(folder, 'unfinished', 'half'))).toBe(false);
  });

  it('does not remove what was stored again after it was forgotten', async () => {
    const { store, objects, fileOf } = setUp();
    const { digest } = await objects.put('wanted again');
    store.write((writer) => forgetUnheld(writer, objects, [digest]));
    await objects.put('wanted again');
    expect(await objects.remove(digest)).toBe(0);
    expect(readFileSync(fileOf(digest), 'utf8')).toBe('wanted again');
  });

  it('frees what a killed process had stored for nobody, and what it was removing', async () => {
    const { store, objects, folder, fileOf } = setUp();
    const held = await objects.put('held');
    const unheld = await objects.put('stored for nobody');
    const leaving = await objects.put('just being removed');
    const earlier = await objects.put('adopted');
    store.write((writer) => putFile(writer, 'held.txt', held));
    rmSync(join(folder, 'unsettled', earlier.digest));
    store.write((writer) => forgetUnheld(writer, objects, [leaving.digest]));
    expect(existsSync(fileOf(leaving.digest))).toBe(true);

    const next = createObjectStore({ folder, store, clock: tickingClock() });
    await next.recover();
    const digests = [held, earlier].map(({ digest }) => digest);
    expect(listObjects(store.reader).map(({ digest }) => digest)).toEqual(digests.toSorted());
    expect([unheld, leaving, held, earlier].map(({ digest }) => existsSync(fileOf(digest)))).toEqual([
      ...[false, false],
      ...[true, true],
    ]);
    expect(readdirSync(join(folder, 'unsettled'))).toEqual([]);
  });

  it('frees what it has stored for nobody when it is closed, and leaves nothing to look at', async () => {
    const { store, objects, folder, fileOf } = setUp();
    const [held, unheld] = [await objects.put('held'), await objects.put('had no room for its row')];
    store.write((writer) => putFile(writer, 'held.txt', held));
    expect(markedObjects(folder)).toEqual(new Set([held.digest, unheld.digest]));
    await objects.close();
    expect(markedObjects(folder)).toEqual(new Set());
    expect(listObjects(store.reader)).toEqual([held]);
    expect([held, unheld].map(({ digest }) => existsSync(fileOf(digest)))).toEqual([true, false]);
  });

  it('looks again after a while at what nothing holds yet', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { store, objects, folder } = setUp();
    const [held, unheld] = [await objects.put('held'), await objects.put('not yet')];
    store.write((writer) => putFile(writer, 'held.txt', held));
    vi.advanceTimersByTime(60_000);
    expect(markedObjects(folder)).toEqual(new Set([unheld.digest]));
    store.write((writer) => putFile(writer, 'late.txt', unheld));
    vi.advanceTimersByTime(60_000);
    expect(markedObjects(folder)).toEqual(new Set());
  });
});

it('whoever holds an object is found by it, however many objects there are', () => {
  const { reader } = openTestStore();
  const plans = plansOf(reader, (each) => unheldOf(each, ['0'.repeat(64)]));
  expect(plans.join('\n')).toContain('SEARCH run_artifacts USING COVERING INDEX run_artifacts_by_digest');
  expect(plans.join('\n').match(/SCAN (?!json_each).*/g)).toBeNull();
  // Which SQLite looks through for each row that is deleted.
  const unindexed = reader.values<string>(
    `SELECT tables.name FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS holding
     WHERE tables.type = 'table' AND holding."table" = 'objects' AND NOT EXISTS (
       SELECT 1 FROM pragma_index_list(tables.name) AS list, pragma_index_info(list.name) AS info
       WHERE info.seqno = 0 AND info.name = holding."from")`,
  );
  expect(unindexed).toEqual([]);
});
