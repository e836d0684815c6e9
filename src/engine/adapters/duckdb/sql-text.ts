/** A name of a column or table in SQL. The only way a name gets into a statement. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text value in SQL. The only way a value gets into a statement. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const literals = (texts: readonly string[]): string => texts.map(literal).join(', ');

/** `{'name': 'value', …}`, as DuckDB's readers take their columns. */
export const structLiteral = (entries: Iterable<readonly [string, string]>): string =>
  `{${[...entries].map(([key, value]) => `${literal(key)}: ${literal(value)}`).join(', ')}}`;
