/**
 * The one in-memory form of tabular data that the pure core computes on: columns of equal length, numbers as doubles with NaN
 * for missing, categories as codes into a dictionary with -1 for missing. Adapters make it (from DuckDB), nothing else does.
 */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** One value a row; NaN is missing. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  /** One code a row, an index into `categories`; -1 is missing. */
  readonly codes: Int32Array;
  /** Distinct texts, in ascending code-unit order, so that the same data always gives the same codes. */
  readonly categories: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}
