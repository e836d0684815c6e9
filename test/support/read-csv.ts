import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Column, Table } from '../../src/engine/core/table.ts';

/**
 * A small reader for the plain CSV fixtures (no quotes, no line breaks in fields), optionally gzipped. A column of numbers and empty
 * fields becomes numbers, every other one categories; empty fields and NA are missing.
 */
export function readCsv(path: string): Table {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const rows = lines.map((line) => line.split(','));
  const columns = header!.split(',').map((name, index) =>
    toColumn(
      name,
      rows.map((row) => row[index] ?? ''),
    ),
  );
  return { rowCount: rows.length, columns };
}

const isMissing = (text: string) => text === '' || text === 'NA';

function toColumn(name: string, texts: readonly string[]): Column {
  if (texts.every((text) => isMissing(text) || Number.isFinite(Number(text)))) {
    return {
      kind: 'number',
      name,
      values: Float64Array.from(texts, (text) => (isMissing(text) ? Number.NaN : Number(text))),
    };
  }
  return categoryColumn(
    name,
    texts.map((text) => (isMissing(text) ? null : text)),
  );
}

/** null is missing. */
export function categoryColumn(name: string, texts: readonly (string | null)[]): Column {
  const categories = [...new Set(texts.filter((text) => text !== null))].sort();
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  return {
    kind: 'category',
    name,
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : codeOf.get(text)!)),
    categories,
  };
}
