import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { DataFormat } from '../../../shared/model/dataset.ts';

export interface FileFacts {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** Size and time of a data file; every reason why it is none is an error that says so. */
export const fileFacts = async (path: string): Promise<FileFacts> => {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new EngineError('not-found', `There is no file ${path}.`, { details: { path } });
    }
    throw error;
  });
  if (facts.isDirectory()) {
    throw new EngineError('not-found', `${path} is a folder. Choose a data file inside it.`, {
      details: { path },
    });
  }
  if (!facts.isFile()) {
    throw new EngineError('invalid-input', `${path} is not a regular file.`, { details: { path } });
  }
  if (facts.size === 0) {
    throw new EngineError('data-malformed', `${basename(path)} is empty.`, { details: { path } });
  }
  return { sizeBytes: facts.size, modifiedAtMs: Math.floor(facts.mtimeMs) };
};

const byEnding: Record<string, DataFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  pq: 'parquet',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};

const unreadable: readonly { magic: string; what: string; wayOut: string }[] = [
  { magic: '1f8b', what: 'compressed with gzip', wayOut: 'Unpack it first.' },
  { magic: '28b52ffd', what: 'compressed with Zstandard', wayOut: 'Unpack it first.' },
  { magic: '504b0304', what: 'a ZIP archive or a spreadsheet', wayOut: 'Save the table as CSV or Parquet.' },
  { magic: '53514c69', what: 'an SQLite database', wayOut: 'Export the table as CSV or Parquet.' },
];

const readHead = async (path: string, length: number): Promise<Buffer> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle?.close();
  }
};

/** The format by the file's ending; an unknown ending is decided by the first bytes. */
export const formatOf = async (path: string): Promise<DataFormat> => {
  const head = await readHead(path, 16);
  const hexadecimal = head.toString('hex');
  for (const { magic, what, wayOut } of unreadable) {
    if (hexadecimal.startsWith(magic)) {
      throw new EngineError('data-malformed', `${basename(path)} is ${what}. ${wayOut}`, {
        details: { path },
      });
    }
  }
  const isParquet = head.subarray(0, 4).toString('latin1') === 'PAR1';
  const known = byEnding[/\.([^.]+)$/.exec(basename(path).toLowerCase())?.[1] ?? ''];
  // A Parquet file under another name would be read as one garbled column of text.
  if (isParquet) return 'parquet';
  if (known !== undefined) return known;
  return head.toString('latin1').trimStart().startsWith('{') ? 'jsonl' : 'csv';
};
