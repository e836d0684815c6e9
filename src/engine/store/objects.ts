import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { chmod, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../shared/errors.ts';
import type { ObjectStore, Reader, Store, Writer } from '../ports/store-handles.ts';
import type { Clock } from '../ports/surroundings.ts';
import { createObjectMarks, type ScratchFolder } from './object-marks.ts';
import { forgetUnheld, unheldOf } from './run-trash.ts';
import { syncFolder } from './sync-folder.ts';

interface StoredObject {
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * Immutable files under `<folder>/<2 hex>/<62 hex>`, named by the SHA-256 of their bytes. A file is complete and on the disk before
 * its name appears, and its row in `objects` is written after that: whatever the database names is there.
 */
export const createObjectStore = ({
  folder,
  store,
  clock,
  scratch = 'unfinished',
}: {
  folder: string;
  store: Store & { readonly isReadOnly?: boolean };
  clock: Clock;
  /** Where files are written before they are objects; each process that writes has a folder of its own. */
  scratch?: ScratchFolder;
}): ObjectStore & {
  /** Whether a file of this process's scratch folder is on its way to become an object; others were left there. */
  isBeingStored(file: string): boolean;
  /** Frees what a process that was killed had stored for nobody, or was removing. To be called before anything else is. */
  recover(): Promise<void>;
  /** After the last call. Frees what was stored for nobody, such as a copy whose row had no room. */
  close(): Promise<void>;
} => {
  const unfinished = scratchFolder(folder, scratch);
  const inUse = new Set<string>();
  const marks = createObjectMarks(folder, scratch, (digests) => unheldOf(store.reader, digests));
  // Left by a process that was killed while it copied. Only one of a kind writes a project, so nobody needs them.
  if (!store.isReadOnly) rmSync(unfinished, { recursive: true, force: true });

  const temporaryFile = (): string => {
    makeFolder(unfinished);
    const file = join(unfinished, randomUUID());
    inUse.add(file);
    return file;
  };

  const discard = async (file: string): Promise<void> => {
    await rm(file, { force: true });
    inUse.delete(file);
  };

  /** Gives the complete file `source` its final name. `source` is gone afterwards. */
  const publish = async (source: string, object: StoredObject): Promise<StoredObject> => {
    const target = objectFile(folder, object.digest);
    const isThere = await hasDigest(target, object.digest);
    marks.set(object.digest);
    if (!isThere) await moveInto(source, target);
    record(store, object, clock.nowMs());
    // An object that nothing held may have been removed after it was found; see `remove`.
    if (isThere && !existsSync(target)) await moveInto(source, target);
    await rm(source, { force: true });
    return object;
  };

  /**
   * The database is asked a last time while nobody else can write in it. Whoever stores the same bytes has written their row by then, or looks
   * at the file after having written it: one of the two sees the other.
   */
  const remove = async (digest: string): Promise<number> => {
    const file = objectFile(folder, digest);
    const aside = temporaryFile();
    try {
      const isAside = store.write((writer) => {
        if (isKnownObject(writer, digest) || !existsSync(file)) return false;
        renameSync(file, aside);
        return true;
      });
      marks.clear(digest);
      if (isAside) syncFolder(join(file, '..'));
      return isAside ? statSync(aside).size : 0;
    } finally {
      await discard(aside);
    }
  };

  const free = async (marked: readonly string[]): Promise<void> => {
    if (marked.length === 0) return;
    store.writeFreeing((writer) => forgetUnheld(writer, { mark: marks.set }, marked));
    for (const digest of marked) {
      if (isKnownObject(store.reader, digest)) marks.clear(digest);
      else await remove(digest);
    }
  };

  /** What `write` leaves in the file that it is given becomes an object. Error `disk-full`. */
  const storeWritten = (write: (file: string) => Promise<StoredObject>): Promise<StoredObject> =>
    whenFull(folder, async () => {
      const file = temporaryFile();
      try {
        return await publish(file, await write(file));
      } finally {
        await discard(file);
      }
    });

  const copyIn = (file: string): Promise<StoredObject> => storeWritten((copy) => copyHashing(file, copy));

  const adopt = async (file: string): Promise<StoredObject> => {
    const own = temporaryFile();
    try {
      await rename(file, own);
    } catch (thrown) {
      inUse.delete(own);
      if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw thrown;
      const object = await copyIn(file);
      await rm(file, { force: true });
      return object;
    }
    try {
      return await publish(own, await hashFile(own));
    } catch (thrown) {
      // The caller's file is not lost when the object could not be stored.
      if (existsSync(own)) await rename(own, file);
      throw thrown;
    } finally {
      inUse.delete(own);
    }
  };

  const put = (content: Uint8Array | string): Promise<StoredObject> =>
    storeWritten(async (file) => {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      await writeFile(file, bytes);
      return { digest: digestOf(bytes), sizeBytes: bytes.byteLength };
    });

  const receive = (content: Readable): Promise<StoredObject> =>
    storeWritten((file) => writeHashing(content, file));

  const place: ObjectStore['place'] = (writer, file, object) => {
    const target = objectFile(folder, object.digest);
    marks.set(object.digest);
    if (statSync(target, { throwIfNoEntry: false })?.size === object.sizeBytes) rmSync(file, { force: true });
    else {
      const shard = join(target, '..');
      if (mkdirSync(shard, { recursive: true }) !== undefined) syncFolder(folder);
      chmodSync(file, 0o444);
      rmSync(target, { force: true });
      renameSync(file, target);
      syncFolder(shard);
    }
    insertObject(writer, object, clock.nowMs());
  };

  const pathOf = (digest: string): string => {
    const file = objectFile(folder, digest);
    if (!existsSync(file)) throw missingObject(digest, file);
    return file;
  };

  return {
    adopt,
    copyIn,
    place,
    put,
    receive,
    pathOf,
    isBeingStored: (file) => inUse.has(file),
    mark: marks.set,
    remove,
    recover: () => free(marks.left()),
    close: async () => {
      marks.stop();
      await free(marks.own());
    },
    // Hashed every time: a model is a few megabytes, and a remembered answer would hide damage that came later.
    verified: async (digest) => {
      const file = pathOf(digest);
      if (!(await hasDigest(file, digest))) throw damagedObject(digest, file);
      return file;
    },
    read: async (digest) => {
      const file = pathOf(digest);
      const bytes = await readFile(file);
      if (digestOf(bytes) !== digest) throw damagedObject(digest, file);
      return bytes;
    },
  };
};

/** A full disk is said as such, with the folder that has no room. */
const whenFull = async <Value>(folder: string, work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw thrown;
    throw new EngineError(
      'disk-full',
      `The disk that holds ${folder} is full. Nothing was stored; free some space and do it again.`,
      { details: { path: folder }, cause: thrown },
    );
  }
};

/** On a read-only disk the recursive form says ENOENT; the plain one says why. */
const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') mkdirSync(folder);
    else throw thrown;
  }
};

/** Where files lie until they are complete. */
export const scratchFolder = (folder: string, scratch: ScratchFolder): string => join(folder, scratch);

/** Where an object lies, whether it is there or not. Error `invalid-input` for what is no digest, so that no text names a file. */
export const objectFile = (folder: string, digest: string): string => {
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    throw new EngineError('invalid-input', `“${digest}” is not a SHA-256 digest.`);
  }
  return join(folder, digest.slice(0, 2), digest.slice(2));
};

/** Every object that the database knows, in order of digest. */
export const listObjects = (reader: Reader): StoredObject[] =>
  reader.all<StoredObject>('SELECT digest, size_bytes AS sizeBytes FROM objects ORDER BY digest');

/** True when the file is there and its bytes have this digest. */
export const hasDigest = async (file: string, digest: string): Promise<boolean> =>
  existsSync(file) && (await hashFile(file)).digest === digest;

export const isKnownObject = (reader: Reader, digest: string): boolean =>
  reader.get('SELECT 1 FROM objects WHERE digest = ?', [digest]) !== undefined;

const record = (store: Store, { digest, sizeBytes }: StoredObject, nowMs: number): void => {
  if (isKnownObject(store.reader, digest)) return;
  store.write((writer) => insertObject(writer, { digest, sizeBytes }, nowMs));
};

const insertObject = (writer: Writer, { digest, sizeBytes }: StoredObject, nowMs: number): void => {
  writer.run('INSERT OR IGNORE INTO objects (digest, size_bytes, created_at_ms) VALUES (?, ?, ?)', [
    digest,
    sizeBytes,
    nowMs,
  ]);
};

/** The bytes reach the disk before the name does. A damaged object of the same name is replaced by the good one. */
const moveInto = async (source: string, target: string): Promise<void> => {
  const shard = join(target, '..');
  if (mkdirSync(shard, { recursive: true }) !== undefined) syncFolder(join(shard, '..'));
  const handle = await open(source, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(source, 0o444);
  // Windows does not rename over a read-only file.
  await rm(target, { force: true });
  await rename(source, target);
  syncFolder(shard);
};

const copyHashing = (from: string, to: string): Promise<StoredObject> =>
  writeHashing(createReadStream(from), to);

/** Writes a stream to a file, and answers what it held. Errors: those of both. */
export const writeHashing = async (content: Readable, to: string): Promise<StoredObject> => {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  await pipeline(content, counting, createWriteStream(to));
  return { digest: hash.digest('hex'), sizeBytes };
};

const hashFile = async (file: string): Promise<StoredObject> => ({
  digest: await digestOfFile(file),
  sizeBytes: statSync(file).size,
});

export const digestOfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const missingObject = (digest: string, file: string): EngineError =>
  new EngineError(
    'project-damaged',
    `The stored file ${digest.slice(0, 12)}… is missing. \`modelyard doctor\` says what depends on it.`,
    { details: { digest, path: file } },
  );

const damagedObject = (digest: string, file: string): EngineError =>
  new EngineError(
    'project-damaged',
    `The stored file ${digest.slice(0, 12)}… was changed or damaged after it was stored, so it is not used. ` +
      '`modelyard doctor` says what depends on it.',
    { details: { digest, path: file } },
  );
