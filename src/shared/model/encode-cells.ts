import type { Cell } from './dataset.ts';
import { daysSince1970, type EncodedColumn, type EncodedRows } from './encode-rows.ts';
import type { Signature, SignatureInput } from './signature.ts';

/**
 * Encodes rows of a data file. As in training, a value that is not of the column's kind is missing, not an error;
 * `unreadable` counts those by column so that they can be told. `positions` holds, for each input of the signature, its place
 * in a row.
 */
export function encodeCells(request: {
  signature: Signature;
  positions: readonly number[];
  rows: readonly (readonly Cell[])[];
}): EncodedRows & { readonly unreadable: ReadonlyMap<string, number> } {
  const { signature, positions, rows } = request;
  const unreadable = new Map<string, number>();
  const columns = signature.inputs.map((input, index) => {
    const { column, unreadableCount } = encodeColumn(input, positions[index]!, rows);
    if (unreadableCount > 0) unreadable.set(input.name, unreadableCount);
    return column;
  });
  return { rowCount: rows.length, columns, unreadable };
}

function encodeColumn(input: SignatureInput, position: number, rows: readonly (readonly Cell[])[]) {
  const { name, type } = input;
  if (type === 'string') {
    const values = rows.map((row) => String(row[position] ?? ''));
    return { column: { name, type, values } satisfies EncodedColumn, unreadableCount: 0 };
  }
  const toNumber = type === 'datetime' ? daysOfCell : numberOfCell;
  const values = new Float32Array(rows.length);
  let unreadableCount = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const cell = rows[row]![position] ?? null;
    values[row] = toNumber(cell);
    if (Number.isNaN(values[row]) && cell !== null && cell !== '') unreadableCount += 1;
  }
  return { column: { name, type, values } satisfies EncodedColumn, unreadableCount };
}

function numberOfCell(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (cell === null || cell.trim() === '') return Number.NaN;
  const folded = cell.trim().toLowerCase();
  if (folded === 'true') return 1;
  if (folded === 'false') return 0;
  return Number(folded);
}

const daysOfCell = (cell: Cell): number => (typeof cell === 'string' ? daysSince1970(cell) : Number.NaN);
