import type { Table } from '../../table.ts';
import { categoryColumnNamed, columnNamed, numberColumnNamed } from '../columns.ts';
import { createSeededRandom, sample } from '../seeded-random.ts';
import {
  type BinMapper,
  binsOfCategories,
  makeCategoryBinMapper,
  makeNumberBinMapper,
  numberBin,
} from './bin-mapper.ts';

/** Columns whose bins share one 32-bit word a row, so that the histogram kernel fetches four bins at once. */
export const groupSize = 4;

/** Rows of a table as bins. Group g holds columns 4g to 4g+3; column c of row r is byte 4r + (c mod 4) of its group. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly groups: readonly BinnedGroup[];
}

/** Two views of the same memory. */
export interface BinnedGroup {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

/** Enough rows to place 255 thresholds; reading more only takes time. LightGBM's bin_construct_sample_cnt. */
const maxRowsForThresholds = 200_000;

export function makeBinMappers(call: {
  table: Table;
  inputs: readonly string[];
  rows: Int32Array;
  maxBins: number;
  seed: number;
}): BinMapper[] {
  const { table, inputs, rows, maxBins, seed } = call;
  const sampled =
    rows.length > maxRowsForThresholds ? sample(rows, maxRowsForThresholds, createSeededRandom(seed)) : rows;
  return inputs.map((name) => {
    const column = columnNamed(table, name);
    if (column.kind === 'number') {
      const values = new Float32Array(sampled.length);
      for (let index = 0; index < values.length; index += 1) values[index] = column.values[sampled[index]!]!;
      return makeNumberBinMapper({ column: name, values, maxBins });
    }
    const { codes, categories } = column;
    const counts = new Int32Array(categories.length);
    let missingCount = 0;
    for (const row of rows) {
      const code = codes[row]!;
      if (code < 0 || categories[code] === '') missingCount += 1;
      else counts[code]! += 1;
    }
    return makeCategoryBinMapper({ column: name, categories, counts, missingCount, maxBins });
  });
}

export function binTable(call: {
  table: Table;
  mappers: readonly BinMapper[];
  rows: Int32Array;
}): BinnedTable {
  const { table, mappers, rows } = call;
  const groups = Array.from({ length: Math.ceil(mappers.length / groupSize) }, () => {
    const words = new Int32Array(rows.length);
    return { words, bytes: new Uint8Array(words.buffer) };
  });
  mappers.forEach((mapper, index) => {
    const bytes = groups[Math.floor(index / groupSize)]!.bytes;
    binColumn({ table, mapper, rows, bytes, slot: index % groupSize });
  });
  return { rowCount: rows.length, groups };
}

function binColumn(call: {
  table: Table;
  mapper: BinMapper;
  rows: Int32Array;
  bytes: Uint8Array;
  slot: number;
}): void {
  const { table, mapper, rows, bytes, slot } = call;
  if (mapper.kind === 'number') {
    const { values } = numberColumnNamed(table, mapper.column);
    for (let index = 0; index < rows.length; index += 1) {
      bytes[index * groupSize + slot] = numberBin(mapper, Math.fround(values[rows[index]!]!));
    }
    return;
  }
  const { codes, categories } = categoryColumnNamed(table, mapper.column);
  const binOfCode = binsOfCategories(mapper, categories);
  for (let index = 0; index < rows.length; index += 1) {
    const code = codes[rows[index]!]!;
    bytes[index * groupSize + slot] = code < 0 ? mapper.missingBin : binOfCode[code]!;
  }
}
