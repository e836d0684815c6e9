import type { Cell } from '../../../../shared/model/dataset.ts';
import { columnOfReference } from '../../spreadsheet/cell-reference.ts';
import { type NumberMeaning, serialText } from './number-format.ts';
import { createTextCollector } from './workbook-parts.ts';
import { attributeOf, xmlTokens } from './xml-tokens.ts';

/** What cells refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly meanings: readonly NumberMeaning[];
  readonly is1904: boolean;
}

export interface SheetRow {
  /** As the file numbers it, from 1 on; null for one that follows the row before it. */
  readonly number: number | null;
  readonly cells: readonly { readonly column: number; readonly value: Cell }[];
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string | null;
  formula: string | null;
  inline: string | null;
}

/** The rows in a part of a sheet that begins and ends between rows. Formulas show the result that was saved with them, or else themselves. */
export const readRows = (xml: string, context: SheetContext): SheetRow[] => {
  const rows: SheetRow[] = [];
  const collector = createTextCollector();
  let number: number | null = null;
  let cells: { column: number; value: Cell }[] = [];
  let cell: OpenCell | null = null;
  let inside = '';
  let nextColumn = 0;

  const beginRow = (attributes: string) => {
    const stated = attributeOf(attributes, 'r');
    number = stated === null ? null : Number(stated);
    cells = [];
    nextColumn = 0;
  };
  const beginCell = (attributes: string): OpenCell => {
    const reference = attributeOf(attributes, 'r');
    const column = (reference === null ? null : columnOfReference(reference)) ?? nextColumn;
    nextColumn = column + 1;
    return {
      ...{ column, value: null, formula: null, inline: null },
      type: attributeOf(attributes, 't') ?? 'n',
      style: Number(attributeOf(attributes, 's') ?? 0),
    };
  };

  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') {
      if (cell === null) continue;
      if (inside === 'v') cell.value = (cell.value ?? '') + token.text;
      else if (inside === 'f') cell.formula = (cell.formula ?? '') + token.text;
      else collector.add(token.text);
    } else if (token.kind === 'open') {
      const { name, attributes, isEmpty } = token;
      if (name === 'row') {
        beginRow(attributes);
        if (isEmpty) rows.push({ number, cells });
      } else if (name === 'c') {
        const begun = beginCell(attributes);
        cell = isEmpty ? null : begun;
      } else if (name === 'is') collector.begin();
      else if (name === 'v' || name === 'f') {
        inside = isEmpty ? '' : name;
        if (name === 'f' && cell !== null) cell.formula ??= '';
      } else if (!isEmpty) collector.open(name);
    } else if (token.name === 'row') rows.push({ number, cells });
    else if (token.name === 'c') {
      if (cell !== null) cells.push({ column: cell.column, value: cellValue(cell, context) });
      cell = null;
    } else if (token.name === 'v' || token.name === 'f') inside = '';
    else if (token.name === 'is') {
      if (cell !== null) cell.inline = collector.end();
    } else collector.close(token.name);
  }
  return rows;
};

const longestCell = 32_768;

const cellValue = (cell: OpenCell, { texts, meanings, is1904 }: SheetContext): Cell => {
  const { type, value, formula, inline, style } = cell;
  if (type === 'inlineStr') return inline;
  if (value === null) return formula === null ? null : `=${formula}`.slice(0, longestCell);
  if (type === 's') return texts[Number(value)] ?? null;
  if (type === 'b') return value === '1' || value === 'true';
  if (type === 'd') return value.replace('T', ' ');
  if (type !== 'n') return value;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  const meaning = meanings[style] ?? 'number';
  return meaning === 'number' ? number : (serialText(number, meaning, is1904) ?? number);
};
