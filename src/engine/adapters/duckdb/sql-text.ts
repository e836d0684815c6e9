/** A name of a column or table in SQL. The only way a name gets into a statement. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text value in SQL. The only way a value gets into a statement. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const literals = (texts: readonly string[]): string => texts.map(literal).join(', ');

/** `{'name': 'value', …}`, as DuckDB's readers take their columns. */
export const structLiteral = (entries: Iterable<readonly [string, string]>): string =>
  `{${[...entries].map(([key, value]) => `${literal(key)}: ${literal(value)}`).join(', ')}}`;

/** A path as a reader's argument: its own `*`, `?` and `[` stand for themselves and not for other files. */
export const pathLiteral = (path: string): string => literal(path.replaceAll(/[*?[]/g, '[$&]'));
