import type { Table } from '../../table.ts';
import { categoryColumnNamed, columnNamed, numberColumnNamed } from '../columns.ts';

/** How one column becomes features. Feature numbers count over the whole design. */
export type ColumnEncoding = NumberEncoding | CategoryEncoding;

/** (value, or the median where it is missing) minus mean, over scale; and 1 where it is missing, if that was seen in training. */
export interface NumberEncoding {
  readonly kind: 'number';
  readonly column: string;
  readonly median: number;
  readonly mean: number;
  readonly scale: number;
  readonly feature: number;
  /** -1: no training row was missing. */
  readonly missingFeature: number;
}

/** One feature a text, in ascending order from `firstFeature`; unseen and rare texts have none. */
export interface CategoryEncoding {
  readonly kind: 'category';
  readonly column: string;
  readonly categories: readonly string[];
  readonly firstFeature: number;
  /** -1: no training row was missing. */
  readonly missingFeature: number;
}

export interface Encoding {
  readonly columns: readonly ColumnEncoding[];
  readonly featureCount: number;
}

/** Rows as features: a dense block of numbers, and for each category column the one feature that is 1. */
export interface Design {
  readonly rowCount: number;
  readonly featureCount: number;
  /** Row-major [rows, denseFeatures.length]. */
  readonly dense: Float64Array;
  readonly denseFeatures: Int32Array;
  /** Row-major [rows, indicatorsPerRow] feature numbers; -1 is none. */
  readonly indicators: Int32Array;
  readonly indicatorsPerRow: number;
}

/** Numbers are read as float32, which is what the ONNX file is given; what is infinite there is missing. */
function readNumber(value: number): number {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : Number.NaN;
}

export function learnEncoding(call: { table: Table; inputs: readonly string[]; rows: Int32Array }): Encoding {
  const { table, inputs, rows } = call;
  let featureCount = 0;
  const columns = inputs.map((name): ColumnEncoding => {
    const column = columnNamed(table, name);
    const encoding =
      column.kind === 'number'
        ? learnNumber(
            name,
            Float64Array.from(rows, (row) => readNumber(column.values[row]!)),
            featureCount,
          )
        : learnCategories({ ...column, rows, firstFeature: featureCount });
    featureCount += featuresOf(encoding);
    return encoding;
  });
  return { columns, featureCount };
}

function featuresOf(encoding: ColumnEncoding): number {
  const own = encoding.kind === 'number' ? 1 : encoding.categories.length;
  return own + (encoding.missingFeature < 0 ? 0 : 1);
}

function learnNumber(column: string, values: Float64Array, feature: number): NumberEncoding {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const missingCount = values.length - present.length;
  const median =
    present.length === 0 ? 0 : (present[(present.length - 1) >> 1]! + present[present.length >> 1]!) / 2;
  const mean = (present.reduce((sum, value) => sum + value, 0) + missingCount * median) / values.length;
  const squares = present.reduce(
    (sum, value) => sum + (value - mean) ** 2,
    missingCount * (median - mean) ** 2,
  );
  const deviation = Math.sqrt(squares / values.length);
  return {
    kind: 'number',
    column,
    median,
    mean,
    // A constant column has only rounding noise for a deviation; its feature is 0 then, and scale is free.
    scale: deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 1,
    feature,
    missingFeature: missingCount > 0 ? feature + 1 : -1,
  };
}

/** A column of identifiers has as many texts as rows; features for all of them would teach nothing and cost the square of their number. */
const maxTexts = 255;

function learnCategories(call: {
  name: string;
  codes: Int32Array;
  categories: readonly string[];
  rows: Int32Array;
  firstFeature: number;
}): CategoryEncoding {
  const { name, codes, categories, rows, firstFeature } = call;
  const counts = new Int32Array(categories.length);
  let hasMissing = false;
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0 || categories[code] === '') hasMissing = true;
    else counts[code]! += 1;
  }
  const frequent = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((left, right) => counts[right]! - counts[left]! || left - right)
    .slice(0, maxTexts);
  const seen = frequent.sort((left, right) => left - right).map((code) => categories[code]!);
  return {
    kind: 'category',
    column: name,
    categories: seen,
    firstFeature,
    missingFeature: hasMissing ? firstFeature + seen.length : -1,
  };
}

/** Any table with the encoding's columns. */
export function makeDesign(call: { encoding: Encoding; table: Table; rows: Int32Array }): Design {
  const { encoding, table, rows } = call;
  const numbers = encoding.columns.filter((column) => column.kind === 'number');
  const texts = encoding.columns.filter((column) => column.kind === 'category');
  const denseFeatures = Int32Array.from(
    numbers.flatMap(({ feature, missingFeature }) =>
      missingFeature < 0 ? [feature] : [feature, missingFeature],
    ),
  );
  const width = denseFeatures.length;
  const dense = new Float64Array(rows.length * width);
  let place = 0;
  for (const column of numbers) {
    fillNumbers({ column, table, rows, dense, width, place });
    place += column.missingFeature < 0 ? 1 : 2;
  }
  const indicators = new Int32Array(rows.length * texts.length);
  texts.forEach((column, index) => {
    fillIndicators({ column, table, rows, indicators, width: texts.length, place: index });
  });
  return {
    rowCount: rows.length,
    featureCount: encoding.featureCount,
    dense,
    denseFeatures,
    indicators,
    indicatorsPerRow: texts.length,
  };
}

function fillNumbers(call: {
  column: NumberEncoding;
  table: Table;
  rows: Int32Array;
  dense: Float64Array;
  width: number;
  place: number;
}): void {
  const { column, table, rows, dense, width, place } = call;
  const { values } = numberColumnNamed(table, column.column);
  for (let index = 0; index < rows.length; index += 1) {
    const value = readNumber(values[rows[index]!]!);
    const isMissing = Number.isNaN(value);
    const cell = index * width + place;
    dense[cell] = ((isMissing ? column.median : value) - column.mean) / column.scale;
    if (column.missingFeature >= 0) dense[cell + 1] = isMissing ? 1 : 0;
  }
}

function fillIndicators(call: {
  column: CategoryEncoding;
  table: Table;
  rows: Int32Array;
  indicators: Int32Array;
  width: number;
  place: number;
}): void {
  const { column, table, rows, indicators, width, place } = call;
  const { codes, categories } = categoryColumnNamed(table, column.column);
  const featureOf = new Map(column.categories.map((text, index) => [text, column.firstFeature + index]));
  featureOf.set('', column.missingFeature);
  const features = Int32Array.from(categories, (text) => featureOf.get(text) ?? -1);
  for (let index = 0; index < rows.length; index += 1) {
    const code = codes[rows[index]!]!;
    indicators[index * width + place] = code < 0 ? column.missingFeature : features[code]!;
  }
}
