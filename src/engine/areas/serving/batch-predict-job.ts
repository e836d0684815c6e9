import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { Cell, DataType } from '../../../shared/model/dataset.ts';
import { encodeCells } from '../../../shared/model/encode-cells.ts';
import { type Predictions, readPredictions } from '../../../shared/model/read-predictions.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import type { ColumnType, Signature } from '../../../shared/model/signature.ts';
import type { SniffedFile } from '../../ports/data-engine.ts';
import type { JobProgram } from '../../ports/job-definition.ts';
import type { LoadedModel } from '../../ports/model-runtime.ts';
import { digestOfFile } from '../../store/objects.ts';
import { delimitedRow, jsonRow, type RowFormat } from './row-formats.ts';

export interface BatchPredictInput {
  /** Path of the ONNX file. */
  readonly model: string;
  readonly manifest: ServingManifest;
  readonly data: string;
  readonly out: string;
  readonly overwrite: boolean;
}

export interface BatchPredictOutput {
  readonly out: string;
  readonly rows: number;
  /** Values that were not of their column's kind and were taken as missing, by column. */
  readonly unreadable: Record<string, number>;
}

const chunkRows = 4096;

/** Where a job writes until all rows are there, in each of its attempts. */
export const unfinishedOf = ({ id, input }: { id: string; input: Pick<BatchPredictInput, 'out'> }): string =>
  `${input.out}.unfinished-${id.slice(0, 8)}`;

/** How rows are written, by the output's ending; Parquet is made of JSON Lines when all rows are there. */
export const outputFormats: Readonly<Record<string, RowFormat>> = {
  '.csv': delimitedRow(','),
  '.tsv': delimitedRow('\t'),
  '.jsonl': jsonRow,
  '.parquet': jsonRow,
};

/**
 * Predicts every row of a file into another: its columns as they are, then prediction, probabilities, model, version and digest.
 * Memory stays the same for any number of rows. The output appears under its name only when it is complete.
 */
export const runBatchPredictJob: JobProgram<BatchPredictInput, BatchPredictOutput> = async (input, tools) => {
  const { manifest, out } = input;
  tools.progress({ phase: 'Reading the file' });
  const source = await sniffFor(manifest.signature, input.data, tools);
  const positions = positionsOf(manifest.signature, source);
  const model = await tools.models.load(input.model);
  const unfinished = unfinishedOf({ id: basename(tools.stagingFolder), input });
  const isParquet = extname(out).toLowerCase() === '.parquet';
  const rowFile = isParquet ? join(tools.stagingFolder, 'rows.jsonl') : unfinished;
  try {
    const result = await writeRows(rowFile, { input, source, positions, model, tools });
    if (isParquet)
      await tools.data.writeParquet(parquetRequest({ input, source, rowFile, unfinished }), tools);
    // An attempt that was killed before its end was written down has left the same file there.
    if (!input.overwrite && (await exists(out)) && !(await areEqual(out, unfinished)))
      throw new EngineError('already-exists', `${out} exists already.`);
    await rename(unfinished, out);
    return result;
  } finally {
    await rm(unfinished, { force: true });
    await rm(rowFile, { force: true });
    await model.close();
  }
};

async function writeRows(path: string, work: Work): Promise<BatchPredictOutput> {
  const file = await open(path, 'w');
  try {
    const result = await predictInto(file, work);
    await file.sync();
    return result;
  } finally {
    await file.close();
  }
}

const parquetRequest = (parts: {
  input: BatchPredictInput;
  source: SniffedFile;
  rowFile: string;
  unfinished: string;
}) => {
  const { signature } = parts.input.manifest;
  const names = parts.source.columns.map(({ name }) => name);
  const added = addedColumns(signature, names);
  const types = addedTypes(signature);
  return {
    jsonLines: parts.rowFile,
    out: parts.unfinished,
    columns: [
      ...parts.source.columns.map(({ name, type }) => ({ name, type })),
      ...added.map((name, index) => ({ name, type: types[index]! })),
    ],
  };
};

interface Work {
  readonly input: BatchPredictInput;
  readonly source: SniffedFile;
  readonly positions: readonly number[];
  readonly model: LoadedModel;
  readonly tools: Parameters<typeof runBatchPredictJob>[1];
}

async function predictInto(file: FileHandle, work: Work): Promise<BatchPredictOutput> {
  const { input, source, tools } = work;
  const { manifest } = input;
  const format = outputFormats[extname(input.out).toLowerCase()]!;
  const columns = source.columns.map(({ name }) => name);
  const added = addedColumns(manifest.signature, columns);
  const unreadable = new Map<string, number>();
  let rows = 0;
  await file.write(format.head([...columns, ...added]));
  for await (const chunk of tools.data.chunks({ source, columns, chunkRows }, { signal: tools.signal })) {
    tools.signal.throwIfAborted();
    const predictions = await predictChunk(work, chunk.rows, unreadable);
    const names = [...columns, ...added];
    const text = chunk.rows.map((row, index) =>
      format.row(names, [...row, ...predictedCells(manifest, predictions, index)]),
    );
    await file.write(text.join(''));
    rows += chunk.rows.length;
    tools.progress({ phase: 'Predicting', completed: rows, total: source.rowCount });
  }
  for (const [column, count] of unreadable) {
    tools.log(`${column}: ${count} values were not of its kind and were taken as missing.`);
  }
  return { out: input.out, rows, unreadable: Object.fromEntries(unreadable) };
}

async function predictChunk(
  { input, positions, model }: Work,
  rows: readonly Cell[][],
  unreadable: Map<string, number>,
): Promise<Predictions> {
  const { signature } = input.manifest;
  const encoded = encodeCells({ signature, positions, rows });
  for (const [column, count] of encoded.unreadable)
    unreadable.set(column, (unreadable.get(column) ?? 0) + count);
  const outputs = await model.run(encoded.columns);
  return readPredictions({ signature, rowCount: encoded.rowCount, outputs });
}

const dataTypes: Readonly<Record<ColumnType, DataType>> = {
  number: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
  string: 'text',
};

const wantedTypes = (inputs: Signature['inputs']): Record<string, DataType> =>
  Object.fromEntries(inputs.map(({ name, type }) => [name, dataTypes[type]]));

/**
 * Finds the types of the file's columns so that values mean what they meant in training: texts stay texts where they look like
 * numbers, and a number, date or boolean that was taken for text is read again as what it should be.
 */
async function sniffFor({ inputs }: Signature, path: string, tools: Work['tools']): Promise<SniffedFile> {
  const context = { signal: tools.signal };
  const texts = inputs.filter(({ type }) => type === 'string');
  const found = await tools.data.sniff({ path, types: wantedTypes(texts) }, context);
  const textColumns = new Set(found.columns.filter(({ type }) => type === 'text').map(({ name }) => name));
  const odd = inputs.filter(({ name, type }) => type !== 'string' && textColumns.has(name));
  if (odd.length === 0) return found;
  const again = tools.data.sniff({ path, types: wantedTypes([...texts, ...odd]) }, context);
  return again.catch((thrown: unknown) => {
    tools.signal.throwIfAborted();
    tools.log(`${odd.map(({ name }) => name).join(', ')}: read as text. ${(thrown as Error).message}`);
    return found;
  });
}

function positionsOf({ inputs }: Signature, { columns, path }: SniffedFile): number[] {
  const names = columns.map(({ name }) => name);
  const missing = inputs.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new EngineError(
      'invalid-input',
      `${path} has no column ${missing.join(', ')}, which the model needs.`,
      {
        details: { columns: missing, path },
      },
    );
  }
  return inputs.map(({ name }) => names.indexOf(name));
}

/** A column of the file that has one of these names keeps it; ours gets a number. */
function addedColumns({ classes }: Signature, columns: readonly string[]): string[] {
  const wanted = [
    'prediction',
    ...classes.map((label) => `probability_${label}`),
    'model',
    'version',
    'digest',
  ];
  return wanted.map((name) => freeName(name, new Set(columns)));
}

/** In the order of `addedColumns`. */
const addedTypes = ({ task, classes }: Signature): DataType[] => [
  task === 'regression' ? 'number' : 'text',
  ...classes.map(() => 'number' as const),
  'text',
  'integer',
  'text',
];

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

function predictedCells(
  manifest: ServingManifest,
  { values, probabilities }: Predictions,
  row: number,
): Cell[] {
  const { length } = manifest.signature.classes;
  return [
    values[row]!,
    ...Array.from({ length }, (_, index) =>
      probabilities === null ? null : probabilities[row * length + index]!,
    ),
    manifest.name,
    manifest.version,
    manifest.modelDigest,
  ];
}

const areEqual = async (one: string, other: string): Promise<boolean> =>
  (await digestOfFile(one)) === (await digestOfFile(other));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
